using Failfast.Contract;

namespace Failfast.Host;

/// <summary>In use or asleep. What is in use is swept, and with that kept.</summary>
internal sealed partial class HostBreaker
{
    // Two of the longest intervals between sweeps.
    private const long FarFromEnd = 200;

    private long _seenUncounted;
    private long _seenRejected;
    private TimeSpan _lastUse;
    private bool _isActive;

    /// <summary>Counts what went overdue, reports what is due, and follows the clock.</summary>
    /// <returns>False when the breaker has not been used for long and needs no more sweeps.</returns>
    public bool Sweep()
    {
        var gate = _gate;
        gate.IsFarFromEnd = Clock.IsSystem && gate.HoldsUntil - Clock.CoarseMilliseconds > FarFromEnd;
        var slow = gate.SlowMilliseconds;
        var inFlight = _inFlight.Sweep(
            slow == 0 ? 0 : Clock.CoarseMilliseconds - slow, gate.Settings.FailsSlowCalls ? Overdue.Failed : Overdue.Slow, _overdue);
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            Notice(now);
            report = End(now);
            if (!inFlight && report is null && !_protocol.Owes && _kept.IsEmpty && now - _lastUse >= LongestIdle)
                FallAsleep(now);
        }

        _grain.Send(report);
        GiveBackKept();
        TellObserved();
        return _isActive;
    }

    /// <summary>Calls that were not counted keep the host in touch with the grain; so does whoever watches.</summary>
    private void Notice(TimeSpan now)
    {
        var uncounted = _uncounted.Read();
        var rejected = _rejected.Read();
        if (uncounted != _seenUncounted || rejected != _seenRejected)
        {
            _lastUse = now;
            _protocol.Noticed();
        }

        if (rejected != _seenRejected)
            _host.Metrics.Rejected(Name, RejectionCause.State, observed: false, rejected - _seenRejected);
        (_seenUncounted, _seenRejected) = (uncounted, rejected);
        if (IsWatched)
            NoticeWatching(now);
    }

    // The window is kept while it says anything, and what is worth remembering for others as long as the grain keeps this host.
    private TimeSpan LongestIdle
    {
        get
        {
            var idle = _protocol.IsPlain ? Timings.LeaseDuration : Timings.SubscriptionDuration;
            return idle > _protocol.Settings.SamplingDuration ? idle : _protocol.Settings.SamplingDuration;
        }
    }

    private void FallAsleep(TimeSpan now)
    {
        Volatile.Write(ref _isActive, false);
        if (CountLast(_gate.Group, now))
            Wake(now);
        else
            Regate(now);
    }

    /// <returns>True if it slept.</returns>
    private bool Wake(TimeSpan now)
    {
        _lastUse = now;
        if (_isActive)
            return false;
        _gate.Group.IsLeft = false;
        return _isActive = true;
    }

    /// <summary>
    /// Sees to it that the breaker is swept, and with that kept, so that what it has counted is reported, what pushes may have
    /// lost is heard, and breaks are seen to run out.
    /// </summary>
    private void StayActive() => Use(false, static (_, _, _) => { });

    /// <summary>A turn after which the breaker is in use.</summary>
    private void Use<T>(T with, Action<HostBreaker, T, TimeSpan> turn)
    {
        bool start;
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            start = Wake(now);
            turn(this, with, now);
            report = End(now);
        }

        _grain.Send(report);
        if (start)
            _host.Activate(this);
    }
}
