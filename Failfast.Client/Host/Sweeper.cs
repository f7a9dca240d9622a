namespace Failfast.Host;

/// <summary>One coarse timer for all breakers in use; it stops when none is.</summary>
internal sealed class Sweeper : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<HostBreaker> _active = [];
    private readonly ITimer _timer;
    private readonly TimeSpan _interval;
    private int _sweeping;
    private bool _disposed;

    public Sweeper(TimeProvider time, TimeSpan interval)
    {
        _interval = interval;
        // The timer must not carry the request that happened to start it.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static state => ((Sweeper)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(HostBreaker breaker)
    {
        lock (_lock)
        {
            if (!_disposed && _active.Add(breaker) && _active.Count == 1)
                _timer.Change(_interval, _interval);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _active.Clear();
        }

        _timer.Dispose();
    }

    private void Sweep()
    {
        // A slow sweep swallows the ticks that come meanwhile.
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;
        HostBreaker[] all;
        lock (_lock)
            all = [.. _active];
        foreach (var breaker in all)
            if (!breaker.Sweep())
                Remove(breaker);
        Volatile.Write(ref _sweeping, 0);
    }

    private void Remove(HostBreaker breaker)
    {
        lock (_lock)
        {
            // A call may have come since.
            if (!breaker.IsActive && _active.Remove(breaker) && _active.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
