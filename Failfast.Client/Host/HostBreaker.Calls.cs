using System.Runtime.CompilerServices;
using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>How calls come in and go out.</summary>
internal sealed partial class HostBreaker
{
    private const long LooksRarely = 15;

    /// <summary>The gate of the moment.</summary>
    public Gate Gate => _gate;

    /// <summary>Rejects without thinking, if that is what the gate says and its time has not come.</summary>
    public bool RejectsAtOnce(Gate gate)
    {
        if (gate.Mode != GuardMode.Rejecting)
            return false;
        // Far from the end of the break one look at the clock serves several rejections. Should the sweeps stall, so that this is
        // no longer so, the next look finds it out.
        if ((!gate.IsFarFromEnd || (_rejected.Own & LooksRarely) == 0) && Clock.CoarseMilliseconds >= gate.HoldsUntil)
            return false;
        _rejected.Increment();
        return true;
    }

    /// <summary>A call has ended.</summary>
    private void Leave(CallGroup group, CallOutcome outcome, bool wasSlow)
    {
        if (group.IsProbe)
            EndProbe(group.Ticket, wasSlow && outcome == CallOutcome.Success ? CallOutcome.Failure : outcome);
        else if (outcome == CallOutcome.Success && !wasSlow)
            Succeeded(group);
        // However a slow call ends, it was slow before: it counts as if a sweep had found it in time.
        else if (outcome != CallOutcome.Failure && wasSlow)
            Count(group.Ticket, static (it, ticket, now, random) => it.WasSlow(ticket, it.Settings.FailsSlowCalls, now, random));
        else if (outcome == CallOutcome.Failure && wasSlow)
            Count(group.Ticket, static (it, ticket, now, random) => it.FailedSlowly(ticket, isCounted: false, now, random));
        else if (outcome == CallOutcome.Failure)
            Count(group.Ticket, static (it, ticket, now, random) => it.Failed(ticket, now, random));
    }

    /// <summary>A call has ended that a sweep counted as slow while it hung.</summary>
    private void LeaveCounted(CallGroup group, CallOutcome outcome)
    {
        if (outcome == CallOutcome.Failure && !group.IsProbe)
            Count(group.Ticket, static (it, ticket, now, random) => it.FailedSlowly(ticket, isCounted: true, now, random));
    }

    private void WentOverdue(CallGroup group, Overdue overdue)
    {
        if (group.IsProbe)
            EndProbe(group.Ticket, CallOutcome.Failure);
        else if (overdue == Overdue.Failed)
            Count(group.Ticket, static (it, ticket, now, random) => it.WasSlow(ticket, isFailure: true, now, random));
        else
            Count(group.Ticket, static (it, ticket, now, random) => it.WasSlow(ticket, isFailure: false, now, random));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Succeeded(CallGroup group)
    {
        group.Successes.Increment();
        if (group.IsLeft)
            CountLate(group);
    }

    private void Count(CallTicket ticket, Action<HostProtocol, CallTicket, TimeSpan, double> tell) =>
        Use((ticket, tell), static (it, call, now) => call.tell(it._protocol, call.ticket, now, Random.Shared.NextDouble()));

    private void EndProbe(CallTicket ticket, CallOutcome outcome)
    {
        var probe = outcome switch
        {
            CallOutcome.Success => ProbeOutcome.Success,
            CallOutcome.Failure => ProbeOutcome.Failure,
            _ => ProbeOutcome.Ignored,
        };
        if (ticket.Permit is { } permit)
        {
            _grain.EndProbe(permit, probe);
            return;
        }

        Use((ticket, probe), static (it, own, now) => it._protocol.OwnProbeEnded(own.ticket, own.probe, now, Random.Shared.NextDouble()));
    }

    private void GiveUpWaiting()
    {
        lock (_turn)
        {
            var now = Begin();
            _protocol.GiveUpWaiting(now);
            Regate(now);
        }
    }
}
