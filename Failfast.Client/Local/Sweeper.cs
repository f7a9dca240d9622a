using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// One coarse timer for all breakers in use, stopped when there are none. It ticks as often as the most demanding breaker needs, and
/// sweeps each breaker as often as that one needs.
/// </summary>
internal sealed partial class Sweeper : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<ISweepTarget> _active = [];
    private readonly HostClock _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly TimeSpan _longest;
    private ISweepTarget[]? _all;
    private TimeSpan _interval;
    private TimeSpan _nextTick;
    private bool _isHastened;
    private int _sweeping;
    private bool _disposed;

    /// <param name="clock">The process's clock.</param>
    /// <param name="logger">For unexpected errors.</param>
    /// <param name="longest">The interval for breakers that don't need a shorter one.</param>
    public Sweeper(HostClock clock, ILogger logger, TimeSpan longest)
    {
        _clock = clock;
        _logger = logger;
        _longest = _interval = longest;
        _timer = clock.After(Timeout.InfiniteTimeSpan, static state => ((Sweeper)state!).Sweep(), this);
    }

    public void Add(ISweepTarget breaker)
    {
        lock (_lock)
        {
            if (_disposed || !_active.Add(breaker))
                return;
            _all = null;
            var wanted = IntervalOf(breaker);
            if (_active.Count == 1 || wanted < _interval)
                Tick(wanted);
        }
    }

    /// <summary>The breaker needs its next sweep within <see cref="ISweepTarget.LongestBetweenSweeps"/> from now.</summary>
    public void Hasten(ISweepTarget breaker)
    {
        lock (_lock)
        {
            if (_disposed || !_active.Contains(breaker))
                return;
            var wanted = IntervalOf(breaker);
            breaker.NextSweep = _clock.Now + wanted;
            // The next tick comes early enough anyway.
            if (breaker.NextSweep >= _nextTick)
                return;
            Tick(wanted);
            _isHastened = true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _active.Clear();
            _all = null;
        }

        _timer.Dispose();
    }

    private void Sweep()
    {
        // Ticks during a slow sweep are skipped.
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;
        ISweepTarget[] all;
        lock (_lock)
        {
            all = _all ??= [.. _active];
            _nextTick = _clock.Now + _interval;
            _isHastened = false;
        }

        var now = _clock.Now;
        // Ticks come a little early or late.
        var due = now + (_interval / 2);
        var finest = _longest;
        foreach (var breaker in all)
        {
            var interval = IntervalOf(breaker);
            finest = interval < finest ? interval : finest;
            if (due < breaker.NextSweep)
                continue;
            breaker.NextSweep = now + interval;
            if (!Sweep(breaker))
                Remove(breaker);
        }

        lock (_lock)
            if (finest != _interval && !_isHastened && _active.Count > 0 && !_disposed)
                Tick(finest);
        Volatile.Write(ref _sweeping, 0);
    }

    // An exception on a timer thread would end the process.
    private bool Sweep(ISweepTarget breaker)
    {
        try
        {
            return breaker.Sweep();
        }
        catch (Exception error)
        {
            LogSweepFailed(error, breaker.Name);
            return true;
        }
    }

    private void Remove(ISweepTarget breaker)
    {
        lock (_lock)
        {
            // A call may have activated it again.
            if (breaker.IsActive || !_active.Remove(breaker))
                return;
            _all = null;
            if (_active.Count == 0)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick(TimeSpan interval)
    {
        _interval = interval;
        _nextTick = _clock.Now + interval;
        _timer.Change(interval, interval);
    }

    private TimeSpan IntervalOf(ISweepTarget breaker) =>
        breaker.LongestBetweenSweeps < _longest ? breaker.LongestBetweenSweeps : _longest;
}
