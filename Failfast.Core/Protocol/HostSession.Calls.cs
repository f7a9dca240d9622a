using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>How calls come in and go out.</summary>
internal sealed partial class HostSession
{
    /// <summary>
    /// Decides on one caller, when the gate alone does not. <see cref="Decision.Hear"/> and <see cref="Decision.AskPermit"/> mean:
    /// wait for news until the deadline, then ask again.
    /// </summary>
    public Decision Admit(ref Attempt attempt, TimeSpan now, double random, out CallTicket ticket)
    {
        Activate(now);
        if (_kept.TryTake(now, mayBePromised: attempt.Caller != Caller.Consumer, out ticket))
            return Run(attempt, ticket, now);
        var decision = Protocol.Decide(now, random, out ticket);
        if (decision == Decision.Hear && !attempt.CanWait(now))
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
            case Decision.AskPermit:
                _requestsProbe = attempt.Requested = true;
                _kept.Want(now);
                // Who can't wait leaves the probe to the next caller: without that, one who never waits would never probe.
                return attempt.CanWait(now) ? decision : Refuse();
            case Decision.Reject when attempt.Requested && Protocol.IsAskingForPermit && attempt.CanWait(now):
                return Decision.AskPermit;
            case Decision.Run:
                return Run(attempt, ticket, now);
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
        Protocol.Succeeded(ticket, count, now, random);
    }

    /// <summary>A call has ended, other than a success in time that is counted in sums.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="outcome">What its end says of the dependency.</param>
    /// <param name="wasSlow">It took longer than a call may, and no sweep has found that out.</param>
    /// <param name="counted">What a sweep has counted it as while it hung.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Ended(CallTicket ticket, CallOutcome outcome, bool wasSlow, Overdue counted, TimeSpan now, double random)
    {
        if (counted != Overdue.No)
        {
            if (counted == Overdue.Failed || ticket.IsProbe || outcome != CallOutcome.Failure)
                return;
            Activate(now);
            Protocol.FailedSlowly(ticket, isCounted: true, now, random);
        }
        else if (ticket.IsProbe)
        {
            EndProbe(ticket, OfProbe(outcome, wasSlow), now, random);
        }
        else if (wasSlow)
        {
            // However a slow call ends, it was slow before: it counts as if a sweep had found it in time.
            Activate(now);
            if (outcome == CallOutcome.Failure)
                Protocol.FailedSlowly(ticket, isCounted: false, now, random);
            else
                Protocol.WasSlow(ticket, Settings.FailsSlowCalls, now, random);
        }
        else if (outcome == CallOutcome.Success)
        {
            Succeeded(ticket, 1, now, random);
        }
        else if (outcome == CallOutcome.Failure)
        {
            Activate(now);
            Protocol.Failed(ticket, now, random);
        }
    }

    /// <summary>A call hangs for longer than a call may; it is counted now, and its end is told with what it was counted as.</summary>
    public void WentOverdue(CallTicket ticket, Overdue counted, TimeSpan now, double random)
    {
        if (ticket.IsProbe)
        {
            EndProbe(ticket, ProbeOutcome.Failure, now, random);
            return;
        }

        Activate(now);
        Protocol.WasSlow(ticket, isFailure: counted == Overdue.Failed, now, random);
    }

    private Decision Run(in Attempt attempt, CallTicket ticket, TimeSpan now)
    {
        if (attempt.Caller == Caller.Consumer && ticket.IsProbe)
            _kept.Put(ticket, isPromised: true, now);
        return Decision.Run;
    }

    private Decision Trusted(BreakerState lastKnown) => lastKnown switch
    {
        BreakerState.Closed => Decision.Run,
        BreakerState.Disabled => Decision.RunUncounted,
        _ => Refuse(),
    };

    private Decision Refuse() => Settings.ObserveOnly ? Decision.RunUncounted : Decision.Reject;

    private void EndProbe(CallTicket ticket, ProbeOutcome outcome, TimeSpan now, double random)
    {
        // Told again until the grain has heard it, which takes sweeps.
        Activate(now);
        if (ticket.Permit is { } permit)
            _endings.Add(permit, outcome, now);
        else
            Protocol.OwnProbeEnded(ticket, outcome, now, random);
    }

    private static ProbeOutcome OfProbe(CallOutcome outcome, bool wasSlow) => outcome switch
    {
        CallOutcome.Success when !wasSlow => ProbeOutcome.Success,
        CallOutcome.Ignored or CallOutcome.GivenUp => ProbeOutcome.Ignored,
        _ => ProbeOutcome.Failure,
    };
}
