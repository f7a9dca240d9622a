using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Letting calls in, where one look at the gate is not enough.</summary>
internal sealed partial class LocalBreaker
{
    private readonly ConcurrencyLimiter _limiter = new();

    /// <summary>Lets one call in, or not; waits for the grain within the budget, if it must.</summary>
    public async ValueTask<Admission> AcquireAsync(CancellationToken cancellationToken)
    {
        if (EnterByGate(_gate) is { } admission)
            return admission;
        var attempt = new Attempt(Caller.Call, Clock.Now + Timings.ColdStartBudget) { IsCancelled = cancellationToken.IsCancellationRequested };
        while (true)
        {
            var news = _exchange.NextNews();
            var decision = Admit(ref attempt, out var ticket);
            if (decision == Decision.GiveUp)
                throw new TaskCanceledException(null, null, cancellationToken);
            if (decision is not (Decision.AwaitSnapshot or Decision.RequestProbe))
                return Enter(decision, ticket);
            await Wait(news, attempt.Deadline - Clock.Now, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets one call in, or not, by what is known here: for callers that can't wait.</summary>
    public Admission TryAcquire()
    {
        if (EnterByGate(_gate) is { } admission)
            return admission;
        var attempt = new Attempt(Caller.Instant, Clock.Now);
        return Enter(Admit(ref attempt, out var ticket), ticket);
    }

    private Admission? EnterByGate(Gate gate) =>
        gate.Mode == GuardMode.Counting ? Admit(gate)
        : gate.Mode == GuardMode.PassThrough && Holds(gate) ? LetThrough(gate)
        : null;

    private Admission Enter(Decision decision, CallTicket ticket)
    {
        switch (decision)
        {
            case Decision.Run when ticket.IsProbe:
                return Admission.Of(_gate, new CallGroup(ticket));
            case Decision.Run:
                return Admit(_gate);
            case Decision.RunUncounted:
                return LetThrough(_gate);
            default:
                _rejected.Increment();
                return Admission.Rejected(_gate);
        }
    }

    private Decision Admit(ref Attempt attempt, out CallTicket ticket)
    {
        (var decision, ticket, attempt) = _exchange.Turn(attempt, static (session, attempt, now, random) =>
        {
            var decision = session.Admit(ref attempt, now, random, out var ticket);
            return (decision, ticket, attempt);
        });
        return decision;
    }

    private async ValueTask Wait(Task what, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await what.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, Clock.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to look again.
        }
    }

    /// <summary>The breaker would let the call through; its limits may not.</summary>
    private Admission Admit(Gate gate)
    {
        var settings = gate.Settings;
        if (gate.View.RampUpFrom is { } from &&
            !Machine.RampUp.Admits(Clock.Now - from, settings.RampUpDuration ?? default, Random.Shared.NextDouble()) &&
            RejectByLimit(gate, RejectionCause.RampUp))
        {
            return Admission.Rejected(gate, RejectionCause.RampUp);
        }

        if (settings.MaxConcurrentCalls is not { } limit)
            return Admission.Of(gate, gate.Group);
        if (_limiter.TryTake(limit))
            return Admission.Of(gate, gate.Group, holdsSlot: true);
        return RejectByLimit(gate, RejectionCause.Concurrency)
            ? Admission.Rejected(gate, RejectionCause.Concurrency)
            : Admission.Of(gate, gate.Group);
    }

    private bool RejectByLimit(Gate gate, RejectionCause cause)
    {
        if (gate.Settings.ObserveOnly)
            WouldReject(cause);
        else
            _host.Metrics.Rejected(Name, cause, observed: false, 1);
        return !gate.Settings.ObserveOnly;
    }

    private Admission LetThrough(Gate gate)
    {
        _uncounted.Increment();
        if (gate.View.State != BreakerState.Disabled)
            WouldReject(RejectionCause.State);
        return Admission.Uncounted;
    }
}
