using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>
/// Decides on calls for which the gate alone is not enough: first the session's decision, for which a call may wait within its budget,
/// then the limits <see cref="BreakerSettings.RampUpDuration"/> and <see cref="BreakerSettings.MaxConcurrentCalls"/>.
/// </summary>
internal sealed class AdmissionControl(string name, HostContext host, GrainExchange exchange, BreakerMeter meter, Func<Gate> current)
{
    private const long LooksRarely = 15;

    private readonly ConcurrencyLimiter _limiter = new();
    private readonly StripedCounter _uncounted = new();
    private readonly StripedCounter _rejected = new();
    private long _limited;
    private long _seenUncounted;
    private long _seenRejected;

    /// <summary>Calls rejected so far, for whatever cause.</summary>
    public long Rejections => _rejected.Read() + Volatile.Read(ref _limited);

    /// <summary>Whether every call is admitted, limits aside.</summary>
    public bool AdmitsAll => current().Mode == GuardMode.Counting;

    /// <summary>Rejects a call without a turn, if the gate rejects and its time is not over.</summary>
    public bool TryRejectFast(Gate gate)
    {
        if (gate.Mode != GuardMode.Rejecting)
            return false;
        // Far from the end of the break the clock is read only for one in 16 rejections. If sweeps stall, so that IsFarFromEnd is out
        // of date, the next reading notices.
        if ((!gate.IsFarFromEnd || (_rejected.Own & LooksRarely) == 0) && host.Clock.CoarseMilliseconds >= gate.HoldsUntil)
            return false;
        _rejected.Increment();
        if (BreakerTraces.IsListenedTo)
            BreakerTraces.Rejected(gate, RejectionCause.State);
        return true;
    }

    /// <summary>Admits or rejects one call if the gate and the limits are enough to know; null if it takes <see cref="AcquireAsync"/>.</summary>
    public Admission? AcquireByGate()
    {
        var gate = current();
        return gate.Mode == GuardMode.Counting ? ApplyLimits(gate)
            : gate.Mode == GuardMode.PassThrough && gate.Holds ? PassUncounted(gate)
            : TryRejectFast(gate) ? Admission.Rejected(gate, RejectionCause.State)
            : null;
    }

    /// <summary>Admits or rejects one call; waits for the grain, within the budget, if it must.</summary>
    public async ValueTask<Admission> AcquireAsync(CancellationToken cancellationToken)
    {
        if (AcquireByGate() is { } admission)
            return admission;
        var attempt = Begin(Caller.Call);
        attempt.IsCancelled = cancellationToken.IsCancellationRequested;
        while (true)
        {
            var news = exchange.NextNews();
            var decision = Decide(ref attempt, out var ticket);
            if (decision == Decision.GiveUp)
                throw new TaskCanceledException(null, null, cancellationToken);
            if (decision is not (Decision.AwaitSnapshot or Decision.RequestProbe))
                return Admit(decision, ticket);
            await exchange.Wait(news, attempt.Deadline, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Admits or rejects one call by what this process knows, for callers that can't wait.</summary>
    public Admission TryAcquire()
    {
        if (AcquireByGate() is { } admission)
            return admission;
        var attempt = new Attempt(Caller.Instant, host.Clock.Now);
        return Admit(Decide(ref attempt, out var ticket), ticket);
    }

    /// <summary>Whether a consumer's next call would be admitted; a probe lease is reserved for that call for a moment.</summary>
    public async ValueTask<bool> AdmitsAsync(CancellationToken cancellationToken)
    {
        var attempt = Begin(Caller.Consumer);
        while (true)
        {
            var gate = current();
            if (gate.Mode == GuardMode.Counting || gate.Settings.ObserveOnly)
                return true;
            if (gate.Holds)
                return gate.Mode == GuardMode.PassThrough;
            var news = exchange.NextNews();
            var decision = Decide(ref attempt, out _);
            if (decision is not (Decision.AwaitSnapshot or Decision.RequestProbe))
                return decision != Decision.Reject;
            await exchange.Wait(news, attempt.Deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A call that held one of the limit's slots has ended.</summary>
    public void Release(Admission admission)
    {
        if (admission.HoldsSlot)
            _limiter.Release();
    }

    /// <summary>Whether calls were rejected or passed uncounted since the last call of this: such calls count as use of the breaker.</summary>
    public bool TakeUse()
    {
        var (uncounted, rejected) = (_uncounted.Read(), _rejected.Read());
        var isUsed = uncounted != _seenUncounted || rejected != _seenRejected;
        if (rejected != _seenRejected)
            Measure(rejected - _seenRejected);
        if (uncounted != _seenUncounted)
            meter.Uncounted(uncounted - _seenUncounted);
        (_seenUncounted, _seenRejected) = (uncounted, rejected);
        return isUsed;
    }

    // Separate, so that a sweep without rejections allocates no closure.
    private void Measure(long rejected) =>
        host.Log.Post(() => host.Metrics.Rejected(name, RejectionCause.State, observed: false, rejected));

    private Attempt Begin(Caller caller) => new(caller, host.Clock.Now + host.Timings.ColdStartBudget);

    private Admission Admit(Decision decision, CallTicket ticket)
    {
        switch (decision)
        {
            case Decision.Run when ticket.IsProbe:
                return Admission.Of(current(), new CallGroup(ticket));
            case Decision.Run:
                return ApplyLimits(current());
            case Decision.RunUncounted:
                return PassUncounted(current());
            default:
                _rejected.Increment();
                return Reject(current(), RejectionCause.State);
        }
    }

    private Decision Decide(ref Attempt attempt, out CallTicket ticket)
    {
        (var decision, ticket, attempt) = exchange.Turn(attempt, static (session, attempt, now, random) =>
        {
            var decision = session.Admit(ref attempt, now, random, out var ticket);
            return (decision, ticket, attempt);
        });
        return decision;
    }

    // The state admits the call; the limits may reject it.
    private Admission ApplyLimits(Gate gate)
    {
        var settings = gate.Settings;
        if (gate.View.RampUpFrom is { } from &&
            !Machine.RampUp.Admits(host.Clock.Now - from, settings.RampUpDuration ?? default, Random.Shared.NextDouble()) &&
            RejectByLimit(gate, RejectionCause.RampUp))
        {
            return Reject(gate, RejectionCause.RampUp);
        }

        if (settings.MaxConcurrentCalls is not { } limit)
            return Admission.Of(gate, gate.Group);
        if (_limiter.TryTake(limit))
            return Admission.Of(gate, gate.Group, holdsSlot: true);
        return RejectByLimit(gate, RejectionCause.Concurrency)
            ? Reject(gate, RejectionCause.Concurrency)
            : Admission.Of(gate, gate.Group);
    }

    private static Admission Reject(Gate gate, RejectionCause cause)
    {
        if (BreakerTraces.IsListenedTo)
            BreakerTraces.Rejected(gate, cause);
        return Admission.Rejected(gate, cause);
    }

    private bool RejectByLimit(Gate gate, RejectionCause cause)
    {
        host.Metrics.Rejected(name, cause, gate.Settings.ObserveOnly, 1);
        if (gate.Settings.ObserveOnly)
            return false;
        Interlocked.Increment(ref _limited);
        return true;
    }

    private Admission PassUncounted(Gate gate)
    {
        _uncounted.Increment();
        if (gate.View.State != BreakerState.Disabled)
            host.Metrics.Rejected(name, RejectionCause.State, observed: true, 1);
        return Admission.Uncounted;
    }
}
