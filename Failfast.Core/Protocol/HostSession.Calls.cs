using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>How calls come in and go out.</summary>
internal sealed partial class HostSession
{
    /// <summary>
    /// Decides on one caller, when the gate alone does not. <see cref="Decision.AwaitSnapshot"/> and <see cref="Decision.RequestProbe"/> mean:
    /// wait for news until the deadline, then ask again.
    /// </summary>
    public Decision Admit(ref Attempt attempt, TimeSpan now, double random, out CallTicket ticket)
    {
        Activate(now);
        // It could learn nothing, and nobody waits for it.
        if (attempt.IsCancelled && !Settings.ObserveOnly && View(now) is { Mode: GuardMode.Undecided, State: BreakerState.Open or BreakerState.Isolated or BreakerState.HalfOpen } halfOpen)
        {
            _arrivals.AddCancelled();
            ticket = halfOpen.Ticket;
            return Decision.GiveUp;
        }

        if (!attempt.HasArrived)
            Arrive(ref attempt, now);
        if (_pool.TryTake(now, mayBeReserved: attempt.Caller != Caller.Consumer, out ticket, out var startBy))
            return Run(attempt, ticket, startBy, now);
        var decision = Protocol.Decide(now, random, out ticket);
        if (decision == Decision.AwaitSnapshot && !attempt.CanWait(now))
        {
            // The question is on its way. Until it is answered a breaker last known closed is trusted; one that was not may not
            // be probed without leave. Who could wait, and has, need not be the last to do so: from now on nobody waits.
            if (attempt.Caller == Caller.Instant)
                return Trusted(View(now).State);
            Protocol.GiveUpWaiting(now);
            decision = Protocol.Decide(now, random, out ticket);
        }

        switch (decision)
        {
            case Decision.RequestProbe:
                _requestsProbe = _wantsProbe = _isRequestAwaited = attempt.Requested = true;
                // Who can't wait leaves the probe to the next caller: without that, one who never waits would never probe.
                return attempt.CanWait(now) ? decision : Protocol.RejectByState();
            // One call waits for each request, also if it was not made for a call: the first to come while it is under way.
            case Decision.Reject when Protocol.IsRequestingProbe && (attempt.Requested || !_isRequestAwaited) && attempt.CanWait(now):
                _isRequestAwaited = attempt.Requested = true;
                return Decision.RequestProbe;
            case Decision.Run:
                return Run(attempt, ticket, ProbePool.OwnUntil(now), now);
            default:
                return decision;
        }
    }

    /// <summary>When a consumer that was not let in looks again, if no change wakes it before.</summary>
    public TimeSpan LookAgainIn(TimeSpan now)
    {
        var view = View(now);
        var left = view.OpenUntil - now;
        // Half-open with nothing known of when to ask again: soon.
        return left > TimeSpan.Zero ? left.Value
            : view.Mode == GuardMode.Rejecting ? _timings.LeaseDuration
            : _timings.ColdStartBudget;
    }

    /// <summary>Calls of one ticket ended in time and well.</summary>
    public void Succeeded(CallTicket ticket, long count, TimeSpan now, double random)
    {
        _lastUse = now;
        // While closed nobody counts calls as they come: their ends are the next best.
        _arrivals.Add(now);
        _givenUp.Clear();
        Protocol.Succeeded(ticket, count, now, random);
    }

    /// <summary>A call has ended, other than a success in time that is counted in sums.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="outcome">What its end says of the dependency.</param>
    /// <param name="wasSlow">It took longer than a call may, and no sweep has found that out.</param>
    /// <param name="counted">What a sweep has counted it as while it hung.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Ended(CallTicket ticket, CallOutcome outcome, bool wasSlow, CountedAs counted, TimeSpan now, double random)
    {
        if (ticket.IsProbe)
        {
            EndProbe(ticket, outcome, now, random);
            return;
        }

        _arrivals.Add(now);
        if (counted != CountedAs.No)
        {
            if (counted == CountedAs.Failed || outcome != CallOutcome.Failure)
                return;
            Activate(now);
            Protocol.FailedSlowly(ticket, isCounted: true, now, random);
        }
        else if (wasSlow)
        {
            // However a slow call ends, it was slow before: it counts as if a sweep had found it in time.
            Activate(now);
            _givenUp.Clear();
            if (outcome == CallOutcome.Failure)
                Protocol.FailedSlowly(ticket, isCounted: false, now, random);
            else
                Protocol.WasSlow(ticket, Settings.FailsSlowCalls, now, random);
        }
        else if (outcome == CallOutcome.GivenUp)
        {
            Activate(now);
            _givenUp.Add(now);
        }
        else if (outcome != CallOutcome.Ignored)
        {
            Activate(now);
            _givenUp.Clear();
            if (outcome == CallOutcome.Success)
                Protocol.Succeeded(ticket, 1, now, random);
            else
                Protocol.Failed(ticket, now, random);
        }
    }

    /// <summary>A call that is no probe hangs for longer than a call may; it is counted now, and its end is told with what it was counted as.</summary>
    public void WentOverdue(CallTicket ticket, CountedAs counted, TimeSpan now, double random)
    {
        Activate(now);
        _givenUp.Clear();
        Protocol.WasSlow(ticket, isFailure: counted == CountedAs.Failed, now, random);
    }

    private void Arrive(ref Attempt attempt, TimeSpan now)
    {
        attempt.HasArrived = _hasArrivals = true;
        if (attempt.Caller == Caller.Consumer)
            _arrivals.AddWaiting(now);
        else
            _arrivals.Add(now);
    }

    private Decision Run(in Attempt attempt, CallTicket ticket, TimeSpan startBy, TimeSpan now)
    {
        if (!ticket.IsProbe)
            return Decision.Run;
        if (attempt.Caller == Caller.Consumer)
            _pool.Add(ticket, startBy, reserved: true, now);
        else
            _running.Begin(ticket, now);
        return Decision.Run;
    }

    private Decision Trusted(BreakerState lastKnown) => lastKnown switch
    {
        BreakerState.Closed => Decision.Run,
        BreakerState.Disabled => Decision.RunUncounted,
        _ => Protocol.RejectByState(),
    };

    private void EndProbe(CallTicket ticket, CallOutcome outcome, TimeSpan now, double random)
    {
        if (!_running.End(ticket, now, out var lasted, out var wasOverdue))
            return;
        // That it was late is known. A success undoes what that has caused; a failure says that there is nothing to undo.
        if (!wasOverdue || outcome is CallOutcome.Success or CallOutcome.Failure)
            ReportProbeEnd(ticket, OfProbe(outcome), lasted, now, random, wasOverdue);
        // Those given up are seen: they add up to a failed probe.
        if (outcome is CallOutcome.Success or CallOutcome.Failure)
            _givenUp.Clear();
    }

    private void ReportProbeEnd(CallTicket ticket, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now, double random, bool wasOverdue = false)
    {
        // Told again until the grain has heard it, which takes sweeps.
        Activate(now);
        if (ticket.ClusterProbe is { } lease)
            _endings.Add(lease, outcome, lasted, now);
        else
            Protocol.OwnProbeEnded(ticket, outcome, lasted, wasOverdue, now, random);
    }

    private static ProbeOutcome OfProbe(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Success => ProbeOutcome.Success,
        CallOutcome.Failure => ProbeOutcome.Failure,
        CallOutcome.GivenUp => ProbeOutcome.GivenUp,
        _ => ProbeOutcome.Ignored,
    };
}
