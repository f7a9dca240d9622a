using System.Runtime.CompilerServices;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Tracks admitted calls: how long each takes, and how its end is counted.</summary>
internal sealed class CallTracker
{
    private readonly HostClock _clock;
    private readonly GrainExchange _exchange;
    private readonly OutcomeJudge _judge;
    private readonly BreakerMeter _meter;
    private readonly InFlightCalls _inFlight = new();
    private readonly Action<CallGroup, CountedAs> _overdue;

    // Each entered with the time at which it becomes slow. Null until a call with a limit of its own comes: most breakers have none.
    private InFlightCalls? _limited;

    public CallTracker(HostClock clock, GrainExchange exchange, OutcomeJudge judge, BreakerMeter meter)
    {
        (_clock, _exchange, _judge, _meter) = (clock, exchange, judge, meter);
        _overdue = WentOverdue;
    }

    /// <returns>When the call began, in coarse milliseconds; 0 if no slow-call rule is on.</returns>
    public long Start(Gate gate) => gate.SlowMilliseconds == 0 ? 0 : _clock.CoarseMilliseconds;

    /// <summary>The call may become slow from now on.</summary>
    public InFlightCalls.Slot Register(Gate gate, CallGroup group, long started) =>
        // Probes are timed by the session.
        gate.SlowMilliseconds == 0 || group.IsProbe ? default : _inFlight.Enter(group, started);

    /// <summary>A call with a slow limit of its own waits from now on.</summary>
    /// <param name="group">The call's group; it may be a probe's.</param>
    /// <param name="slowAt">When the wait becomes slow, in coarse milliseconds.</param>
    public InFlightCalls.Slot RegisterLimited(CallGroup group, long slowAt)
    {
        var limited = Volatile.Read(ref _limited);
        if (limited is null)
        {
            limited = new InFlightCalls();
            limited = Interlocked.CompareExchange(ref _limited, limited, null) ?? limited;
        }

        return limited.Enter(group, slowAt);
    }

    /// <summary>How a call counts that exceeds a limit of its own. Without a slow-call rule in the settings it has failed.</summary>
    public static CountedAs OverLimit(Gate gate) =>
        gate.SlowMilliseconds == 0 || gate.Settings.FailsSlowCalls ? CountedAs.Failed : CountedAs.Slow;

    /// <summary>A call that can't have been slow has succeeded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Succeeded(CallGroup group)
    {
        group.Successes.Increment();
        if (group.IsLeft)
            CountLate(group);
    }

    /// <summary>A call that can't have been slow has thrown.</summary>
    public void Threw(CallGroup group, Exception exception, CancellationToken cancellationToken) =>
        End(group, _judge.Of(exception, cancellationToken), wasSlow: false);

    /// <summary>A call has ended.</summary>
    public void Leave(Gate gate, CallGroup group, InFlightCalls.Slot slot, CallOutcome outcome, long started)
    {
        var counted = slot.Leave();
        var wasSlow = counted == CountedAs.No && IsSlow(gate, started);
        // A failure has named its cause already.
        if (wasSlow && outcome != CallOutcome.Failure && gate.Settings.FailsSlowCalls)
            _judge.FailedBySlowness();
        End(group, outcome, wasSlow, counted);
    }

    /// <summary>A call that was registered with limits of its own, if at all, has ended.</summary>
    /// <param name="group">The call's group.</param>
    /// <param name="outcome">What its end says.</param>
    /// <param name="counted">How it was counted before.</param>
    public void LeaveLimited(CallGroup group, CallOutcome outcome, CountedAs counted) => End(group, outcome, wasSlow: false, counted);

    /// <summary>A call is slow and goes on.</summary>
    public void WentOverdue(CallGroup group, CountedAs counted)
    {
        _meter.WasSlow();
        if (counted == CountedAs.Failed)
            _judge.FailedBySlowness();
        _exchange.Turn((group.Ticket, counted), static (session, it, now, random) =>
            session.WentOverdue(it.Ticket, it.counted, now, random));
    }

    /// <summary>Counts the calls in flight that have become slow.</summary>
    /// <returns>Whether there are calls in flight that may become slow.</returns>
    public bool Sweep(Gate gate)
    {
        var counted = OverLimit(gate);
        var any = _inFlight.Sweep(gate.SlowMilliseconds == 0 ? 0 : _clock.CoarseMilliseconds - gate.SlowMilliseconds, counted, _overdue);
        return Volatile.Read(ref _limited) is { } limited ? limited.Sweep(_clock.CoarseMilliseconds, counted, _overdue) | any : any;
    }

    private bool IsSlow(Gate gate, long started) =>
        gate.SlowMilliseconds != 0 && _clock.CoarseMilliseconds - started >= gate.SlowMilliseconds;

    private void End(CallGroup group, CallOutcome outcome, bool wasSlow, CountedAs counted = CountedAs.No)
    {
        if (outcome == CallOutcome.Success && !wasSlow && counted == CountedAs.No && !group.IsProbe)
        {
            Succeeded(group);
            return;
        }

        Measure(group, outcome, wasSlow, counted);
        if (outcome != CallOutcome.Ignored || wasSlow || group.IsProbe)
            _exchange.Turn((group.Ticket, outcome, wasSlow, counted), static (session, it, now, random) =>
                session.Ended(it.Ticket, it.outcome, it.wasSlow, it.counted, now, random));
    }

    private void Measure(CallGroup group, CallOutcome outcome, bool wasSlow, CountedAs counted)
    {
        if (group.IsProbe)
            _meter.ProbeEnded(outcome);
        if (wasSlow)
            _meter.WasSlow();
        else if (counted == CountedAs.No)
            _meter.Ended(outcome);
    }

    private void CountLate(CallGroup group) => _exchange.Turn(group, BreakerTurns.CountLate);
}
