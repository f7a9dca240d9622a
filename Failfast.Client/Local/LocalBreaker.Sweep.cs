using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>What is in use is swept, and with that kept.</summary>
internal sealed partial class LocalBreaker
{
    // Two of the longest intervals between sweeps.
    private const long FarFromEnd = 200;

    private long _hastened = long.MaxValue;
    private long _seenUncounted;
    private long _seenRejected;

    /// <summary>Counts what went overdue, reports what is due, and follows the clock.</summary>
    /// <returns>False when the breaker has not been used for long and needs no more sweeps.</returns>
    public bool Sweep()
    {
        Volatile.Write(ref _hastened, long.MaxValue);
        var gate = _gate;
        gate.IsFarFromEnd = Clock.IsSystem && gate.HoldsUntil - Clock.CoarseMilliseconds > FarFromEnd;
        var slow = gate.SlowMilliseconds;
        var inFlight = _inFlight.Sweep(
            slow == 0 ? 0 : Clock.CoarseMilliseconds - slow, gate.Settings.FailsSlowCalls ? CountedAs.Failed : CountedAs.Slow, _overdue);
        var isActive = _turns.Sweep(WasUsed(), inFlight, out var effects);
        _exchange.Do(effects);
        TellObserved();
        return isActive;
    }

    private void Hasten(TimeSpan wait)
    {
        Volatile.Write(ref _hastened, Math.Max(wait.Ticks, Gate.ShortestSweep.Ticks));
        _host.Hasten(this);
    }

    // Calls that were not counted keep the host in touch with the grain, too.
    private bool WasUsed()
    {
        var (uncounted, rejected) = (_uncounted.Read(), _rejected.Read());
        var isUsed = uncounted != _seenUncounted || rejected != _seenRejected;
        if (rejected != _seenRejected)
            _host.Metrics.Rejected(Name, RejectionCause.State, observed: false, rejected - _seenRejected);
        (_seenUncounted, _seenRejected) = (uncounted, rejected);
        return isUsed;
    }

    /// <summary>
    /// Sees to it that the breaker is swept, and with that kept, so that what it has counted is reported, what pushes may have
    /// lost is heard, and breaks are seen to run out.
    /// </summary>
    private void KeepActive() => _exchange.Turn(0, static (session, _, now, _) => session.Activate(now));
}
