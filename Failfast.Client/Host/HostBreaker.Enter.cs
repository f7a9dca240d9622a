using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>Letting calls in, where one look at the gate is not enough.</summary>
internal sealed partial class HostBreaker
{
    private readonly Places _places = new();
    private readonly KeptProbes _kept;

    /// <summary>Lets one call in, or not; waits for the grain within the budget, if it must.</summary>
    public async ValueTask<Entry> EnterAsync(CancellationToken cancellationToken)
    {
        var deadline = Clock.Now + Timings.ColdStartBudget;
        while (true)
        {
            if (EnterAtOnce(out var decision) is { } entry)
                return entry;
            if (decision == Decision.AskPermit)
                await _grain.AskPermit(deadline - Clock.Now, cancellationToken).ConfigureAwait(false);
            else if (!await _grain.WaitForWord(deadline - Clock.Now, cancellationToken).ConfigureAwait(false))
                GiveUpWaiting();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets one call in, or not, by what is known here: for callers that can't wait.</summary>
    public Entry EnterNow()
    {
        if (EnterAtOnce(out var decision) is { } entry)
            return entry;
        if (decision == Decision.AskPermit)
        {
            // The next caller finds the permit here: without that, one who never waits would never probe.
            _ = _grain.AskPermit();
            return Refuse();
        }

        // The question is on its way. Until it is answered a breaker last known closed is trusted; one that was not may not
        // be probed without leave. Who can wait goes on waiting.
        return _gate.View.State == BreakerState.Closed ? Admit(_gate) : Refuse();
    }

    /// <summary>Null when the grain must be heard first.</summary>
    private Entry? EnterAtOnce(out Decision decision)
    {
        var gate = _gate;
        decision = default;
        if (gate.Mode == GuardMode.Counting)
            return Admit(gate);
        if (gate.Mode == GuardMode.Through && Clock.CoarseMilliseconds < gate.HoldsUntil)
            return LetThrough(gate);
        decision = Decide(mayTakePromised: true, out var ticket);
        return decision switch
        {
            Decision.Run when ticket.IsProbe => Entry.Of(_gate, new CallGroup(ticket)),
            Decision.Run => Admit(_gate),
            Decision.RunUncounted => LetThrough(_gate),
            Decision.Reject => Reject(),
            _ => null,
        };
    }

    /// <summary>The breaker would let the call through; its limits may not.</summary>
    private Entry Admit(Gate gate)
    {
        var settings = gate.Settings;
        if (gate.View.RampUpFrom is { } from &&
            !RampUp.Admits(Clock.Now - from, settings.RampUpDuration ?? default, Random.Shared.NextDouble()) &&
            Refuses(gate, RejectionCause.RampUp))
        {
            return Entry.Rejected(gate, RejectionCause.RampUp);
        }

        if (settings.MaxConcurrentCalls is not { } limit)
            return Entry.Of(gate, gate.Group);
        if (_places.TryTake(limit))
            return Entry.Of(gate, gate.Group, holdsPlace: true);
        return Refuses(gate, RejectionCause.Concurrency)
            ? Entry.Rejected(gate, RejectionCause.Concurrency)
            : Entry.Of(gate, gate.Group);
    }

    private bool Refuses(Gate gate, RejectionCause cause)
    {
        if (gate.Settings.ObserveOnly)
            WouldReject(cause);
        else
            _host.Metrics.Rejected(Name, cause, observed: false, 1);
        return !gate.Settings.ObserveOnly;
    }

    private Entry LetThrough(Gate gate)
    {
        _uncounted.Increment();
        if (gate.View.State != BreakerState.Disabled)
            WouldReject(RejectionCause.State);
        return Entry.Uncounted;
    }

    private Entry Refuse() => _gate.Settings.ObserveOnly ? LetThrough(_gate) : Reject();

    private Entry Reject()
    {
        _rejected.Increment();
        return Entry.Rejected(_gate);
    }

    private Decision Decide(bool mayTakePromised, out CallTicket ticket)
    {
        Decision decision;
        HostReport? report;
        bool start;
        lock (_turn)
        {
            var now = Begin();
            start = Wake(now);
            decision = _kept.TryTake(now, mayTakePromised, out ticket)
                ? Decision.Run
                : _protocol.Decide(now, Random.Shared.NextDouble(), out ticket);
            if (decision == Decision.Hear)
                _grain.ExpectWord();
            else if (decision == Decision.AskPermit)
                _kept.Want(now);
            report = End(now);
        }

        _grain.Send(report);
        if (start)
            _host.Activate(this);
        return decision;
    }
}
