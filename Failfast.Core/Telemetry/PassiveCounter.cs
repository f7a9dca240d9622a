using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Failfast.Telemetry;

/// <summary>
/// Counts by labels, for an observable counter: a listener reads the counts when it wants them. Counting calls no listener, so that none
/// can delay a breaker, or fail it. <typeparamref name="TLabels"/> must be bounded.
/// </summary>
/// <param name="tags">The tags of one series.</param>
internal sealed class PassiveCounter<TLabels>(Func<TLabels, KeyValuePair<string, object?>[]> tags)
    where TLabels : notnull
{
    private readonly ConcurrentDictionary<TLabels, StrongBox<long>> _counts = new();

    public void Add(TLabels labels, long count = 1) => Interlocked.Add(ref _counts.GetOrAdd(labels, static _ => new()).Value, count);

    public IEnumerable<Measurement<long>> Read()
    {
        foreach (var (labels, count) in _counts)
            yield return new(Volatile.Read(ref count.Value), tags(labels));
    }
}
