using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Decides on calls, and counts their ends.</summary>
internal sealed partial class HostProtocol
{
    /// <summary>Calls came and were rejected, or passed uncounted: the host is in use.</summary>
    public void Noticed() => _schedule.Traffic = true;

    /// <summary>Decides on one call, when <see cref="View"/> says that a decision is needed.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <param name="ticket">What the call belongs to, if it may run.</param>
    public Decision Decide(TimeSpan now, double random, out CallTicket ticket)
    {
        _schedule.Traffic = true;
        var view = View(now);
        ticket = view.Ticket;
        switch (view.Mode)
        {
            case GuardMode.Counting:
                return Decision.Run;
            case GuardMode.PassThrough:
                return Decision.RunUncounted;
            case GuardMode.Rejecting:
                return Decision.Reject;
        }

        if (!IsAlone && !IsTrusted(now))
        {
            _schedule.Wanted = true;
            if (_schedule.InFlight || _schedule.IsDue(urgent: true, now))
                return Decision.AwaitSnapshot;
            // The grain did not answer lately and is not asked again yet: nothing to wait for.
            GoAlone(now);
            return Decide(now, random, out ticket);
        }

        if (view.Scope == BreakerScope.Cluster)
            return TryRequestProbe(now) ? Decision.RequestProbe : RejectByState();
        return ProbeOwn(now, random, out ticket) ? Decision.Run : RejectByState();
    }

    /// <summary>Calls of one ticket ended in time and well.</summary>
    /// <param name="ticket">The calls'.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Succeeded(CallTicket ticket, long count, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OfSuccesses(count), now, random);

    public void Failed(CallTicket ticket, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OneFailure, now, random);

    /// <summary>A call was slow, or hangs and is found so.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isFailure">Slow calls are failures, too; however it ends, it is to be counted no more.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void WasSlow(CallTicket ticket, bool isFailure, TimeSpan now, double random) =>
        Count(ticket, isFailure ? CallCounts.OneSlowFailure : CallCounts.OneSlow, now, random);

    /// <summary>A call that was slow failed too.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isCounted">Whether it was counted as slow already, while it hung.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void FailedSlowly(CallTicket ticket, bool isCounted, TimeSpan now, double random) =>
        Count(ticket, isCounted ? CallCounts.OneLateFailure : CallCounts.OneSlowFailure, now, random);

    /// <summary>A probe of this host alone ended; the cluster's are ended at the grain.</summary>
    /// <param name="ticket">The probe's.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="lasted">How long it took.</param>
    /// <param name="isCounted">It was told before that it did not come back in time.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void OwnProbeEnded(CallTicket ticket, ProbeOutcome outcome, TimeSpan lasted, bool isCounted, TimeSpan now, double random)
    {
        var ended = new BreakerEvent.ProbeEnded(host, ticket.LocalGeneration, ticket.LocalProbe, outcome, lasted);
        _own = BreakerMachine.Apply(_own, ended, Moment(now, random)).State;
        if (isCounted || outcome is not (ProbeOutcome.Success or ProbeOutcome.Failure or ProbeOutcome.Overdue))
            return;
        // It may be the last call for long, and is to be told all the same.
        _schedule.Traffic = true;
        CountInCluster(ticket, outcome == ProbeOutcome.Success ? CallCounts.OfSuccesses(1) : CallCounts.OneFailure, now);
    }

    /// <summary>What a call meets that the state rejects: only its count, where the breaker only observes.</summary>
    public Decision RejectByState() => _settings.ObserveOnly ? Decision.RunUncounted : Decision.Reject;

    private bool TryRequestProbe(TimeSpan now)
    {
        if (_isRequestingProbe || now < _nextProbeRequestAt)
            return false;
        // The next time it is asked only after an interval, whatever comes of this; until then that is when to try again.
        _nextProbeRequestAt = now + timings.ReportInterval;
        return _isRequestingProbe = true;
    }

    private bool ProbeOwn(TimeSpan now, double random, out CallTicket ticket)
    {
        var step = BreakerMachine.Apply(_own, new BreakerEvent.ProbeRequested(host), Moment(now, random));
        _own = step.State;
        ticket = View(now).Ticket with { LocalProbe = step.Lease?.Number ?? 0 };
        return step.Lease is not null;
    }

    private void Count(CallTicket ticket, CallCounts counts, TimeSpan now, double random)
    {
        _schedule.Traffic = true;
        CountInCluster(ticket, counts, now);
        if (ticket.LocalGeneration != _own.Generation)
            return;
        var counted = new BreakerEvent.Counted(host, [new AgedCounts(default, counts)], BreakerEvent.NobodySilent);
        _own = BreakerMachine.Apply(_own, counted, Moment(now, random)).State;
        // That it opens for itself is told at once.
        if (_own.Generation != ticket.LocalGeneration)
            _schedule.Wanted = true;
    }

    private void CountInCluster(CallTicket ticket, CallCounts counts, TimeSpan now)
    {
        var generation = _lastSnapshot?.Generation ?? CallTicket.BeforeFirstSnapshot;
        if (ticket.ClusterGeneration == generation || (ticket.ClusterGeneration == CallTicket.BeforeFirstSnapshot && generation == _firstGeneration))
            _ledger.Add(counts, now, _settings.SamplingDuration);
    }
}
