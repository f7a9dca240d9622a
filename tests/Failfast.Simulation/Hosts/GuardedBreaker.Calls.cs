using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>How calls come in, are kept waiting or rejected, run and end.</summary>
internal sealed partial class GuardedBreaker
{
    private const int MostThoughts = 20;
    private const double CannotWait = .1;

    public void Guard()
    {
        MayBeForgotten();
        var call = new GuardedCall(Now, _host.NextPatience());
        var gate = _gate;
        switch (gate.View.Mode)
        {
            case GuardMode.Counting:
                Run(call, gate.Group);
                break;
            case GuardMode.Rejecting when Now < gate.RejectUntil:
                _noticed = true;
                _world.Oracle.Rejected(this, gate.View);
                break;
            default:
                Think(call);
                break;
        }
    }

    /// <summary>The process is gone, and its calls with it.</summary>
    public void Abandon()
    {
        Begin();
        foreach (var call in _inFlight)
            if (!call.WasOverdue && call.Group!.Ticket.Permit is { } permit)
                _world.Oracle.ProbeEnds(this, permit);
    }

    private void Think(GuardedCall call)
    {
        // Its caller has given up while it was kept waiting.
        if (call.Thoughts > 0 && call.IsCancelled(Now))
            return;
        if (call.Thoughts++ > MostThoughts)
        {
            _world.Violate($"{this}: a call is being decided on without end");
            return;
        }

        Begin();
        _lastUse = Now;
        Activate();
        var decision = _kept.TryTake(Now, mayBePromised: true, out var ticket)
            ? Decision.Run
            : Protocol.Decide(Now, _host.Dice.Share(), out ticket);
        if (decision == Decision.AskPermit)
            _kept.Want(Now);
        var mustHear = decision == Decision.Hear;
        if (mustHear)
            _waiting ??= [];
        End(Protocol.NextReport(Now));
        switch (decision)
        {
            case Decision.Hear:
                WaitForWord(call);
                return;
            case Decision.AskPermit when !_host.Dice.Chance(CannotWait):
                AskPermit(call);
                return;
            case Decision.AskPermit:
                AskPermit(() => { });
                break;
        }

        _world.Oracle.Decided(this, call);
        if (decision == Decision.Run)
            Run(call, ticket.IsProbe ? new Group(ticket) : _gate.Group);
        else if (decision == Decision.RunUncounted)
            _noticed = true;
        else
        {
            _noticed = true;
            _world.Oracle.Rejected(this, _gate.View);
        }
    }

    private TimeSpan Budget(GuardedCall call) => call.Arrived + _world.Timings.ColdStartBudget - Now;

    private void Run(GuardedCall call, Group group)
    {
        call.Group = group;
        call.Started = Now;
        if (group.Ticket.Permit is { } permit)
            _world.Oracle.ProbeBegins(this, permit);
        else if (!group.Ticket.IsProbe)
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
        if (call.WasOverdue)
        {
            // One call, slow and failed.
            if (outcome == Outcome.Failure && !group.Ticket.IsProbe)
                CountOne(group.Ticket, CallCounts.OneLateFailure);
            return;
        }

        var wasSlow = Protocol.Settings.SlowCallDuration is { } slow && Now - call.Started >= slow;
        if (group.Ticket.IsProbe)
            EndProbe(group.Ticket, wasSlow && outcome == Outcome.Success ? Outcome.Failure : outcome);
        else if (outcome == Outcome.Success && !wasSlow)
            Succeeded(group);
        else if (outcome == Outcome.Success)
            CountOne(group.Ticket, CallCounts.OneSlow);
        else if (outcome == Outcome.Failure)
            CountOne(group.Ticket, wasSlow ? CallCounts.OneSlowFailure : CallCounts.OneFailure);
    }

    private void Succeeded(Group group)
    {
        Tell(group.Ticket, CallCounts.OfSuccesses(1));
        group.Successes++;
        if (!group.IsLeft)
            return;
        // The call has outlasted the use of its group.
        Begin();
        _lastUse = Now;
        Activate();
        Drain(group);
        End(Protocol.NextReport(Now));
    }

    private void WentOverdue(GuardedCall call)
    {
        call.WasOverdue = true;
        if (call.Group!.Ticket.IsProbe)
            EndProbe(call.Group.Ticket, Outcome.Failure);
        else
            CountOne(call.Group.Ticket, CallCounts.OneSlow);
    }

    private void CountOne(CallTicket ticket, CallCounts one)
    {
        Tell(ticket, one);
        Begin();
        _lastUse = Now;
        if (one == CallCounts.OneSlow)
            Protocol.WasSlow(ticket, isFailure: false, Now, _host.Dice.Share());
        else if (one == CallCounts.OneFailure)
            Protocol.Failed(ticket, Now, _host.Dice.Share());
        else
            Protocol.FailedSlowly(ticket, isCounted: one == CallCounts.OneLateFailure, Now, _host.Dice.Share());
        _world.Oracle.FailedHere(this);
        End(Protocol.NextReport(Now));
    }

    private void EndProbe(CallTicket ticket, Outcome outcome)
    {
        var probe = outcome switch
        {
            Outcome.Success => ProbeOutcome.Success,
            Outcome.Failure => ProbeOutcome.Failure,
            _ => ProbeOutcome.Ignored,
        };
        if (ticket.Permit is { } permit)
        {
            // Given back: what still hangs is no probe any more.
            _world.Oracle.ProbeEnds(this, permit);
            TellProbe(permit, probe);
            return;
        }

        if (probe != ProbeOutcome.Ignored)
            Tell(ticket, probe == ProbeOutcome.Success ? CallCounts.OfSuccesses(1) : CallCounts.OneFailure);
        Begin();
        _lastUse = Now;
        Activate();
        Protocol.OwnProbeEnded(ticket, probe, Now, _host.Dice.Share());
        End(Protocol.NextReport(Now));
    }
}
