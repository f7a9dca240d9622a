using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>How calls come in and go out.</summary>
internal sealed partial class HostBreaker
{
    private const long LooksRarely = 15;

    /// <summary>The gate of the moment.</summary>
    public Gate Gate => _gate;

    /// <summary>
    /// Whether the word that lets calls through is still trusted. The sweeps see its end too, but a process that was frozen, or a
    /// machine that slept, may make a call before its first sweep.
    /// </summary>
    private bool IsFresh(Gate gate) => Clock.CoarseMilliseconds < Volatile.Read(ref gate.TrustedUntil);

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
            group.Successes.Increment();
        else if (outcome != CallOutcome.Ignored)
            Count(group.Ticket, outcome);
    }

    private void Count(CallTicket ticket, CallOutcome outcome)
    {
        HostReport? report;
        bool start;
        lock (_turn)
        {
            var now = Begin();
            start = Wake(now);
            if (outcome == CallOutcome.Failure)
                _protocol.Failed(ticket, now, Random.Shared.NextDouble());
            else
                _protocol.WasSlow(ticket, now, Random.Shared.NextDouble());
            report = End(now);
        }

        _grain.Send(report);
        if (start)
            _host.Activate(this);
    }

    private void WentOverdue(CallGroup group)
    {
        if (group.IsProbe)
            EndProbe(group.Ticket, CallOutcome.Failure);
        else
            Count(group.Ticket, CallOutcome.Success);
    }

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

        lock (_turn)
        {
            var now = Begin();
            _protocol.OwnProbeEnded(ticket, probe, now, Random.Shared.NextDouble());
            Regate(now);
        }
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
