using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>
/// An admitted call that is no single delegate and waits for its dependency once or several times, as an HTTP call waits for the headers
/// and then for each part of the body. Each wait has a slow limit, the caller's own unless <see cref="BreakerSettings.SlowCallDuration"/> is
/// set, and is counted while it goes on. Not for concurrent use.
/// </summary>
internal sealed class StagedCall
{
    private readonly LocalBreaker _breaker;
    private readonly Admission _admission;
    private readonly CallObservation? _observation;
    private long _limit;
    private InFlightCalls.Slot _slot;
    private long _slowAt;
    private CountedAs _counted;
    private bool _isLate;
    private bool _isEnded;

    private StagedCall(LocalBreaker breaker, Admission admission)
    {
        (_breaker, _admission) = (breaker, admission);
        _observation = IsCounted ? CallObservation.BeginApart(breaker, admission) : null;
    }

    /// <summary>Whether its end is counted; a call that runs uncounted has no limits either.</summary>
    public bool IsCounted => _admission.Group is not null;

    /// <summary>The time by which it is measured.</summary>
    public TimeProvider Time => _breaker.Clock.Provider;

    /// <summary>When to cut the call short; null for never.</summary>
    public TimeSpan? Timeout => _admission.Gate?.Settings is { ObserveOnly: false } settings && IsCounted ? settings.CallTimeout : null;

    /// <summary>Admits a call, or rejects it. Waits for the grain, if it must, as long as a guarded call would.</summary>
    /// <returns>A null call if it was rejected.</returns>
    public static async ValueTask<(StagedCall? Call, BreakerRejection Rejection)> EnterAsync(
        LocalBreaker breaker, CancellationToken cancellationToken)
    {
        var admission = await breaker.Admissions.AcquireAsync(cancellationToken).ConfigureAwait(false);
        return admission.Rejecting is { } rejecting
            ? (null, BreakerRejection.Here(rejecting, admission.Cause))
            : (new StagedCall(breaker, admission), default);
    }

    /// <summary>The call begins, and waits from now on.</summary>
    /// <param name="slowLimit">How long a wait may last without being slow, unless the settings say so; null for ever.</param>
    public void Start(TimeSpan? slowLimit)
    {
        // Slow calls that are judged apart fail no probe.
        if (_admission is { Gate: { } gate, Group: { } group } && (!group.IsProbe || CallTracker.OverLimit(gate) == CountedAs.Failed))
            _limit = gate.SlowMilliseconds != 0 ? gate.SlowMilliseconds : (long)(slowLimit ?? default).TotalMilliseconds;
        BeginWait();
    }

    /// <summary>Waits for the dependency from now on, until <see cref="EndWait"/>.</summary>
    public void BeginWait()
    {
        if (_limit == 0 || _isEnded || _counted != CountedAs.No || _slowAt != 0)
            return;
        _slowAt = _breaker.Clock.CoarseMilliseconds + _limit;
        _slot = _breaker.Tracker.RegisterLimited(_admission.Group!, _slowAt);
    }

    /// <summary>Waits no longer. A wait that was slow is counted now, if no sweep has found it.</summary>
    public void EndWait()
    {
        if (_slowAt == 0)
            return;
        _counted = _slot.Leave();
        _isLate = _counted == CountedAs.No && _breaker.Clock.CoarseMilliseconds >= _slowAt;
        _slowAt = 0;
        // A probe that comes back so soon after its limit is no overdue one.
        if (_isLate && !_admission.Group!.IsProbe)
            _breaker.Tracker.WentOverdue(_admission.Group, _counted = CallTracker.OverLimit(_admission.Gate!));
    }

    /// <summary>The dependency has said how long it wants not to be called; the next break is at least that long.</summary>
    public void Heed(TimeSpan retryAfter)
    {
        if (IsCounted)
            _breaker.Heed(retryAfter);
    }

    /// <summary>What an exception of the call says of its dependency.</summary>
    public CallOutcome Judge(Exception exception, CancellationToken cancellationToken) =>
        IsCounted ? _breaker.Judge.Of(exception, cancellationToken) : CallOutcome.Ignored;

    /// <summary>What a result says: a failure, if a rule for results says so.</summary>
    public CallOutcome JudgeResult<T>(T result) => IsCounted ? _breaker.Judge.OfResult(result) : CallOutcome.Ignored;

    /// <summary>Ends the call; only the first end counts.</summary>
    public void End(CallOutcome outcome, Exception? error = null)
    {
        EndWait();
        if (_isEnded || _admission.Group is not { } group)
            return;
        _isEnded = true;
        _observation?.End(error);
        // As slow as a probe that a sweep has found, and no answer.
        if (group.IsProbe && _isLate && outcome == CallOutcome.GivenUp)
            outcome = CallOutcome.Failure;
        _breaker.Tracker.LeaveLimited(group, outcome, _counted);
        _breaker.Admissions.Release(_admission);
    }

    /// <summary>Ends a call that was cut short after <see cref="Timeout"/>.</summary>
    /// <returns>What its caller gets.</returns>
    public CallTimeoutException EndByTimeout()
    {
        var error = new CallTimeoutException(_breaker.Name, Timeout ?? default);
        End(_breaker.Judge.TimedOut(), error);
        return error;
    }
}
