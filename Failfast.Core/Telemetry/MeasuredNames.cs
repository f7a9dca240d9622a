using System.Collections.Concurrent;

namespace Failfast.Telemetry;

/// <summary>
/// Bounds the number of series: the first <paramref name="limit"/> names that a process measures keep their own, all others share one.
/// </summary>
internal sealed class MeasuredNames(int limit)
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private volatile bool _isFull;

    public int Limit => limit;

    public string Of(string breaker)
    {
        if (_names.ContainsKey(breaker))
            return breaker;
        return !_isFull && TryAdd(breaker) ? breaker : FailfastTelemetry.OtherBreakers;
    }

    private bool TryAdd(string breaker)
    {
        lock (_turn)
        {
            if (_names.ContainsKey(breaker))
                return true;
            // Counting a concurrent dictionary is slow, but happens once per name.
            _isFull = _names.Count >= limit;
            return !_isFull && _names.TryAdd(breaker, true);
        }
    }
}
