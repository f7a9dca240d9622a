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
        if ((!gate.IsFarFromEnd || (_uncounted.Own & LooksRarely) == 0) && Clock.CoarseMilliseconds >= gate.RejectUntil)
            return false;
        _uncounted.Increment();
        return true;
    }

    /// <summary>Lets one call in, or not, when the gate makes it think.</summary>
    /// <returns>The group it belongs to; its <see cref="Entry.Rejection"/> is set when it may not run.</returns>
    public async ValueTask<Entry> EnterAsync(CancellationToken cancellationToken)
    {
        var deadline = Clock.Now + Timings.ColdStartBudget;
        while (true)
        {
            switch (Decide(out var ticket))
            {
                case Decision.Run when ticket.IsProbe:
                    return Entry.Of(new CallGroup(ticket));
                case Decision.Run:
                    return Entry.Of(_gate.Group);
                case Decision.RunUncounted:
                    _uncounted.Increment();
                    return Entry.Uncounted;
                case Decision.Reject:
                    _uncounted.Increment();
                    return Entry.Rejected(_gate);
                case Decision.Hear:
                    if (!await _grain.WaitForWord(deadline - Clock.Now, cancellationToken).ConfigureAwait(false))
                        GiveUpWaiting();
                    break;
                case Decision.AskPermit:
                    if (await _grain.AskPermit(deadline - Clock.Now).ConfigureAwait(false) is { } permitted)
                        return Entry.Of(new CallGroup(permitted));
                    break;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
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

    private Decision Decide(out CallTicket ticket)
    {
        Decision decision;
        HostReport? report;
        bool start;
        lock (_turn)
        {
            var now = Begin();
            _lastUse = now;
            start = !_isActive;
            _isActive = true;
            decision = _protocol.Decide(now, Random.Shared.NextDouble(), out ticket);
            if (decision == Decision.Hear)
                _grain.ExpectWord();
            report = End(now);
        }

        _grain.Send(report);
        if (start)
            _host.Activate(this);
        return decision;
    }

    private void Count(CallTicket ticket, CallOutcome outcome)
    {
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            _lastUse = now;
            if (outcome == CallOutcome.Failure)
                _protocol.Failed(ticket, now, Random.Shared.NextDouble());
            else
                _protocol.WasSlow(ticket, now, Random.Shared.NextDouble());
            report = End(now);
        }

        _grain.Send(report);
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
