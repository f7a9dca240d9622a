using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Decides on calls, and counts their ends.</summary>
internal sealed partial class HostProtocol
{
    /// <summary>Calls were rejected, or passed uncounted: the breaker is in use.</summary>
    public void Noticed() => _schedule.Traffic = true;

    /// <summary>Decides on one call, when <see cref="View"/> says that a decision is needed.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <param name="ticket">The call's ticket, if it may run.</param>
    public Decision Decide(TimeSpan now, double random, out CallTicket ticket)
    {
        _schedule.Traffic = true;
        _unknownFrom ??= now;
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
            // The grain did not answer, and the next report is not due yet: there is nothing to wait for.
            GoAlone(now);
            return Decide(now, random, out ticket);
        }

        if (view.Scope == BreakerScope.Cluster)
            return TryRequestProbe(now) ? Decision.RequestProbe : RejectByState();
        return ProbeOwn(now, random, out ticket) ? Decision.Run : RejectByState();
    }

    /// <summary>Calls of one ticket succeeded in time.</summary>
    /// <param name="ticket">The calls'.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Succeeded(CallTicket ticket, long count, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OfSuccesses(count), now, random);

    public void Failed(CallTicket ticket, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OneFailure, now, random);

    /// <summary>A call was slow, or a sweep found that it hangs.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isFailure">Whether slow calls are failures; then nothing more is counted at its end.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void WasSlow(CallTicket ticket, bool isFailure, TimeSpan now, double random) =>
        Count(ticket, isFailure ? CallCounts.OneSlowFailure : CallCounts.OneSlow, now, random);

    /// <summary>A slow call failed.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isCounted">Whether it was counted as slow before it ended.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void FailedSlowly(CallTicket ticket, bool isCounted, TimeSpan now, double random) =>
        Count(ticket, isCounted ? CallCounts.OneLateFailure : CallCounts.OneSlowFailure, now, random);

    /// <summary>A probe of this host alone ended; probes of the cluster end at the grain.</summary>
    /// <param name="ticket">The probe's.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="lasted">How long it took.</param>
    /// <param name="isCounted">Whether it was counted as overdue before.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void OwnProbeEnded(CallTicket ticket, ProbeOutcome outcome, TimeSpan lasted, bool isCounted, TimeSpan now, double random)
    {
        var ended = new BreakerEvent.ProbeEnded(host, ticket.LocalGeneration, ticket.LocalProbe, outcome, lasted);
        _own = BreakerMachine.Apply(_own, ended, Moment(now, random)).State;
        if (isCounted || outcome is not (ProbeOutcome.Success or ProbeOutcome.Failure or ProbeOutcome.Overdue))
            return;
        // It may be the last call for a long time, and must be reported all the same.
        _schedule.Traffic = true;
        CountInCluster(ticket, outcome == ProbeOutcome.Success ? CallCounts.OfSuccesses(1) : CallCounts.OneFailure, now);
    }

    /// <summary>The dependency has said itself how long it wants not to be called.</summary>
    public void Heed(TimeSpan retryAfter, TimeSpan now) => _retryTime.Heed(retryAfter, now);

    /// <summary>The decision on a call that the state rejects: with <see cref="BreakerSettings.ObserveOnly"/> it runs uncounted.</summary>
    public Decision RejectByState() => _settings.ObserveOnly ? Decision.RunUncounted : Decision.Reject;

    private bool TryRequestProbe(TimeSpan now)
    {
        if (_isRequestingProbe || now < _nextProbeRequestAt)
            return false;
        // The next request follows an interval later, whatever comes of this one; callers rejected until then get that as their RetryAfter.
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
        // The host has opened for itself: that is reported at once.
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
