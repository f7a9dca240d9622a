using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Calls: admission, waiting, running and ending.</summary>
internal sealed partial class GuardedBreaker
{
    private const int MostDecisions = 20;
    private const double CannotWait = .1;

    public void Guard()
    {
        MayBeForgotten();
        var caller = _host.Dice.Chance(CannotWait) ? Caller.Instant : Caller.Call;
        var call = new GuardedCall(new Attempt(caller, Now + _world.Timings.ColdStartBudget), Now, _host.NextPatience());
        call.Attempt.IsCancelled = call.IsCancelled(Now);
        var gate = _gate;
        if (!gate.View.HoldsAt(Now))
            Decide(call);
        else
            Enter(call, gate.View.Mode switch
            {
                GuardMode.Counting => Decision.Run,
                GuardMode.PassThrough => Decision.RunUncounted,
                _ => Decision.Reject,
            }, gate.View.Ticket);
    }

    /// <summary>The process is gone, and its calls with it.</summary>
    public void Abandon()
    {
        Begin();
        foreach (var call in _inFlight)
            if (!call.IsLate && call.Group!.Ticket.ClusterProbe is { } lease)
                _world.Oracle.ProbeEnds(this, lease);
    }

    private void Decide(GuardedCall call)
    {
        // Its caller has given up while it waited.
        if (call.Decisions > 0 && call.IsCancelled(Now))
            return;
        call.Decisions++;
        call.SinceNews = CountSinceNews(call.SinceNews);
        if (call.SinceNews.Decisions > MostDecisions)
        {
            _world.Violate($"{this}: a call is being decided on without end");
            return;
        }

        Begin();
        var decision = _session.Admit(ref call.Attempt, Now, _host.Dice.Share(), out var ticket);
        End();
        if (decision is Decision.AwaitSnapshot or Decision.RequestProbe)
        {
            WaitForNews(call.Attempt.Deadline - Now, () => Decide(call));
            return;
        }

        _world.Oracle.Decided(this, call);
        if (decision == Decision.GiveUp)
            return;
        Enter(call, decision, ticket);
    }

    private (Contract.Stamp? Heard, int Decisions) CountSinceNews((Contract.Stamp? Heard, int Decisions) before)
    {
        var heard = _session.Protocol.LastSnapshot?.Stamp;
        return (heard, heard == before.Heard ? before.Decisions + 1 : 0);
    }

    private void Enter(GuardedCall call, Decision decision, CallTicket ticket)
    {
        if (decision == Decision.Run)
        {
            Run(call, ticket.IsProbe ? new Group(ticket) : _gate.Group);
            return;
        }

        _noticed = true;
        if (decision == Decision.Reject)
            _world.Oracle.Rejected(this, _gate.View);
    }

    private void Run(GuardedCall call, Group group)
    {
        call.Group = group;
        call.Started = Now;
        call.MayBeSlow = _gate.Settings.SlowCallDuration is not null && !group.Ticket.IsProbe;
        if (call.Attempt.IsCancelled && group.Ticket.IsProbe)
            _world.Violate($"{this}: a call that was cancelled before it began runs as a probe");
        if (group.Ticket.ClusterProbe is { } lease)
            _world.Oracle.ProbeBegins(this, lease);
        else if (!group.Ticket.IsProbe && (call.Decisions == 0 || call.Attempt.Caller != Caller.Instant))
            // A caller that can't wait uses the last known state.
            _world.Oracle.Trusts(this);
        _inFlight.Add(call);
        var plan = _world.Dependency.Answer(_host, Number, group.Ticket, call.PatienceLeft(Now));
        if (plan.EndsAfter <= TimeSpan.Zero)
            Leave(call, plan.EndsAs);
        else
            _host.After(plan.EndsAfter, () => Leave(call, plan.EndsAs));
    }

    private void Leave(GuardedCall call, Outcome outcome)
    {
        _inFlight.Remove(call);
        var group = call.Group!;
        var wasSlow = call.Counted == CountedAs.No && call.MayBeSlow && _gate.Settings.SlowCallDuration is { } slow && Now - call.Started >= slow;
        CountEnd(call, outcome, wasSlow);
        if (outcome == Outcome.Success && !wasSlow && call.Counted == CountedAs.No && !group.Ticket.IsProbe)
        {
            group.Successes++;
            if (group.IsLeft)
                Turn(() => CountLate(group));
            return;
        }

        var retryAfter = outcome == Outcome.Failure ? _world.Dependency.RetryAfter() : null;
        Turn(() =>
        {
            if (retryAfter is { } wait)
                _session.Heed(wait, Now);
            _session.Ended(group.Ticket, Of(outcome), wasSlow, call.Counted, Now, _host.Dice.Share());
        });
    }

    // A call whose group turns no longer drain.
    private void CountLate(Group group)
    {
        _session.Activate(Now);
        Drain(group);
    }

    private void WentOverdue(GuardedCall call)
    {
        var ticket = call.Group!.Ticket;
        call.Counted = _gate.Settings.FailsSlowCalls ? CountedAs.Failed : CountedAs.Slow;
        CountCall(ticket, OneSlow);
        _world.Oracle.FailedHere(this);
        Turn(() => _session.WentOverdue(ticket, call.Counted, Now, _host.Dice.Share()));
    }

    private bool IsLateProbe(GuardedCall call) =>
        call is { IsLate: false, Group.Ticket.IsProbe: true } && Now - call.Started >= ProbeTimes.Limit(_session.Settings);

    // For the oracle only; the session finds out by itself.
    private void CountOverdue(GuardedCall call)
    {
        call.IsLate = true;
        _world.Oracle.FailedHere(this);
        if (call.Group!.Ticket.ClusterProbe is { } lease)
            _world.Oracle.ProbeEnds(this, lease);
        else
            CountCall(call.Group.Ticket, CallCounts.OneFailure);
    }

    /// <summary>Counts the end for the oracle, however the session counts it.</summary>
    private void CountEnd(GuardedCall call, Outcome outcome, bool wasSlow)
    {
        var ticket = call.Group!.Ticket;
        if (outcome is Outcome.Failure or Outcome.GivenUp || wasSlow)
            _world.Oracle.FailedHere(this);
        if (outcome is Outcome.GivenUp or Outcome.Ignored && IsLateProbe(call))
            CountOverdue(call);
        if (call.IsLate)
            return;
        if (call.Counted != CountedAs.No)
        {
            // One call, slow and failed.
            if (outcome == Outcome.Failure && call.Counted == CountedAs.Slow)
                CountCall(ticket, CallCounts.OneLateFailure);
        }
        else if (ticket.ClusterProbe is { } lease)
        {
            // The lease is returned: a call that still hangs is no probe any more.
            _world.Oracle.ProbeEnds(this, lease);
        }
        else if (wasSlow)
        {
            CountCall(ticket, outcome == Outcome.Failure ? CallCounts.OneSlowFailure : OneSlow);
        }
        else if (outcome is Outcome.Success or Outcome.Failure)
        {
            CountCall(ticket, outcome == Outcome.Success ? CallCounts.OfSuccesses(1) : CallCounts.OneFailure);
        }
    }

    private CallCounts OneSlow => _gate.Settings.FailsSlowCalls ? CallCounts.OneSlowFailure : CallCounts.OneSlow;

    private static CallOutcome Of(Outcome outcome) => outcome switch
    {
        Outcome.Success => CallOutcome.Success,
        Outcome.Failure => CallOutcome.Failure,
        Outcome.GivenUp => CallOutcome.GivenUp,
        _ => CallOutcome.Ignored,
    };
}
