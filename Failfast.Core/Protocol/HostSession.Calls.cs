using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Admits calls and counts their ends.</summary>
internal sealed partial class HostSession
{
    /// <summary>
    /// Decides on one caller, if the gate alone does not. After <see cref="Decision.AwaitSnapshot"/> and <see cref="Decision.RequestProbe"/>
    /// the caller waits for news of the grain, at most until its deadline, and calls again.
    /// </summary>
    public Decision Admit(ref Attempt attempt, TimeSpan now, double random, out CallTicket ticket)
    {
        Activate(now);
        // Its caller has cancelled it: as a probe it would teach nothing.
        if (attempt.IsCancelled && !Settings.ObserveOnly && View(now) is { AwaitsProbe: true } halfOpen)
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
            // A report is under way. Until it is answered, a caller that can't wait is admitted if the breaker was last known closed,
            // but may not probe without a lease. A caller whose time is over is the last to wait: from now on the host is alone.
            if (attempt.Caller == Caller.Instant)
                return Trusted(View(now).State);
            Protocol.GiveUpWaiting(now);
            decision = Protocol.Decide(now, random, out ticket);
        }

        switch (decision)
        {
            case Decision.RequestProbe:
                _requestsProbe = _wantsProbe = _isRequestAwaited = attempt.Requested = true;
                // A caller that can't wait is rejected, but its request is sent: the next caller finds the lease.
                return attempt.CanWait(now) ? decision : Protocol.RejectByState();
            // One caller waits for each request that is under way: the one that caused it, or the first to come.
            case Decision.Reject when Protocol.IsRequestingProbe && (attempt.Requested || !_isRequestAwaited) && attempt.CanWait(now):
                _isRequestAwaited = attempt.Requested = true;
                return Decision.RequestProbe;
            case Decision.Run:
                return Run(attempt, ticket, ProbePool.OwnUntil(now), now);
            default:
                return decision;
        }
    }

    /// <summary>The time after which a consumer that was not admitted tries again, unless a change wakes it earlier.</summary>
    public TimeSpan LookAgainIn(TimeSpan now)
    {
        var view = View(now);
        var left = view.OpenUntil - now;
        // Half-open, and a probe may be requested already: soon.
        return left > TimeSpan.Zero ? left.Value
            : view.Mode == GuardMode.Rejecting ? _timings.LeaseDuration
            : _timings.ColdStartBudget;
    }

    /// <summary>Calls of one ticket succeeded in time.</summary>
    public void Succeeded(CallTicket ticket, long count, TimeSpan now, double random)
    {
        _lastUse = now;
        // While closed, arrivals are not recorded: the ends of calls stand in for them.
        _arrivals.Add(now);
        _givenUp.Clear();
        Protocol.Succeeded(ticket, count, now, random);
    }

    /// <summary>A call has ended, unless it is a success in time: those are counted by <see cref="Succeeded"/>.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="outcome">What its end says about the dependency.</param>
    /// <param name="wasSlow">It was slow, and no sweep has counted it yet.</param>
    /// <param name="counted">How a sweep has counted it before it ended.</param>
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
            // However a slow call ends, it counts as if a sweep had found it slow before.
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

    /// <summary>
    /// A call has become slow while it runs; it is counted now, and <see cref="Ended"/> is told how. A probe is overdue by it, if its call
    /// has a slow limit of its own: the others are found by <see cref="Sweep"/>.
    /// </summary>
    public void WentOverdue(CallTicket ticket, CountedAs counted, TimeSpan now, double random)
    {
        Activate(now);
        _givenUp.Clear();
        if (!ticket.IsProbe)
            Protocol.WasSlow(ticket, isFailure: counted == CountedAs.Failed, now, random);
        else if (_running.TryMarkOverdue(ticket, now, out var lasted))
            ReportProbeEnd(ticket, ProbeOutcome.Overdue, lasted, now, random);
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
        var limit = ProbeTimes.Limit(Settings);
        // Without an answer when its time was over, and before a sweep has found that.
        if (!wasOverdue && lasted >= limit && outcome is CallOutcome.GivenUp or CallOutcome.Ignored)
            ReportProbeEnd(ticket, ProbeOutcome.Overdue, limit, now, random);
        // An overdue probe was reported already. Its late success undoes the opening; its failure says that there is nothing to undo.
        else if (!wasOverdue || outcome is CallOutcome.Success or CallOutcome.Failure)
            ReportProbeEnd(ticket, OfProbe(outcome), lasted, now, random, wasOverdue);
        // Probes that were given up don't count here: the machine adds them up itself.
        if (outcome is CallOutcome.Success or CallOutcome.Failure)
            _givenUp.Clear();
    }

    private void ReportProbeEnd(CallTicket ticket, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now, double random, bool wasOverdue = false)
    {
        // Sent again until the grain acknowledges it, which takes sweeps.
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
