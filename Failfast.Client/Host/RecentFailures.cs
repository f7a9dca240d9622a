using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>
/// What made the last failures of one breaker in this process: the last 32, and nothing before the first. A success costs nothing
/// here.
/// </summary>
internal sealed class RecentFailures(HostClock clock)
{
    private const int Kept = 32;

    private (string Cause, TimeSpan At)[]? _ring;
    private int _next;
    private TimeSpan _mark = TimeSpan.MinValue;

    /// <param name="cause">The short name of a type: of an exception, or of a result.</param>
    public void Record(string cause)
    {
        var ring = _ring ?? Interlocked.CompareExchange(ref _ring, new (string, TimeSpan)[Kept], null) ?? _ring;
        lock (ring)
            ring[_next++ & (Kept - 1)] = (cause, clock.Now);
    }

    /// <summary>The breaker has made a transition: later failures are not those that led to it.</summary>
    public void Mark()
    {
        if (_ring is { } ring)
            lock (ring)
                _mark = clock.Now;
    }

    /// <summary>The causes of the failures since the last transition; if there are none, of those before it.</summary>
    /// <returns>The commonest first; null for none within the window.</returns>
    public FailureCause[]? Causes(TimeSpan window)
    {
        if (_ring is not { } ring)
            return null;
        var oldest = clock.Now - window;
        lock (ring)
        {
            var recent = ring.Where(failure => failure.Cause is not null && failure.At > oldest).ToList();
            var fresh = recent.Where(failure => failure.At >= _mark).ToList();
            var causes = FailureCauses.Commonest((fresh.Count > 0 ? fresh : recent).Select(failure => new FailureCause { Name = FailureCauses.NameOf(failure.Cause), Count = 1 }));
            return causes.Length == 0 ? null : causes;
        }
    }
}
