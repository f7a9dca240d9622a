using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>
/// One admitted call of a wrapper that awaits it, sees its end as a value and may judge it by rules of its own. Unlike a
/// <see cref="GuardPermit"/> it never expires, because the wrapper ends it for certain: it holds its slot until it is disposed, which
/// must be once. <see cref="BreakerSettings.CallTimeout"/> is only counted, when it passes: the wrapper's caller must not be freed while
/// the call still uses what it was given.
/// </summary>
internal sealed class AwaitedCall : IDisposable
{
    private readonly LocalBreaker _breaker;
    private readonly Admission _admission;
    private readonly InFlightCalls.Slot _slot;
    private readonly long _started;
    private readonly CallObservation? _observation;
    private readonly ITimer? _deadline;
    private int _isCounted;

    private AwaitedCall(LocalBreaker breaker, Admission admission)
    {
        (_breaker, _admission) = (breaker, admission);
        if (admission is not { Gate: { } gate, Group: { } group })
            return;
        _started = breaker.Tracker.Start(gate);
        _slot = breaker.Tracker.Register(gate, group, _started);
        _observation = CallObservation.BeginApart(breaker, admission);
        // The session finds a probe overdue by itself, and its late success still counts.
        if (gate.Settings.CallTimeout is { } timeout && !group.IsProbe)
            _deadline = breaker.Clock.After(timeout, static it => ((AwaitedCall)it!).PassDeadline(), this);
    }

    /// <summary>Admits or rejects a call; waits for the grain, if it must, as long as a guarded call would. Throws nothing.</summary>
    public static async ValueTask<GuardOutcome<AwaitedCall>> EnterAsync(IBreakerGrain grain, CancellationToken cancellationToken)
    {
        var breaker = BreakerLookup.Find(grain);
        try
        {
            var admission = await breaker.Admissions.AcquireAsync(cancellationToken).ConfigureAwait(false);
            return admission.Rejecting is { } rejecting
                ? GuardOutcome<AwaitedCall>.Rejected(rejecting, admission.Cause)
                : GuardOutcome<AwaitedCall>.Succeeded(new AwaitedCall(breaker, admission));
        }
        catch (Exception exception)
        {
            return GuardOutcome<AwaitedCall>.Failed(exception);
        }
    }

    /// <summary>Marks the current context as part of a probe, if the call is one, so that a call nested in it is told why it is rejected.</summary>
    public void MarkContext()
    {
        if (_admission.Group is { IsProbe: true })
            ProbeMark.Put(_breaker.Name);
    }

    /// <summary>The call has ended, and the wrapper's rules say how.</summary>
    public void EndAs<T>(bool isFailure, Exception? exception, T? result)
    {
        if (Volatile.Read(ref _isCounted) == 0)
            End(_breaker.Judge.Judged(isFailure, exception, result));
    }

    /// <summary>The call has returned a result, which is judged as <c>Guard</c> would judge it.</summary>
    public void EndWith<T>(T result)
    {
        if (Volatile.Read(ref _isCounted) == 0)
            End(_breaker.Judge.OfResult(result));
    }

    /// <summary>The call has ended with an exception, which is judged as <c>Guard</c> would judge it.</summary>
    public void EndWith(Exception exception, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isCounted) == 0)
            End(_breaker.Judge.Of(exception, cancellationToken));
    }

    /// <summary>The call is over: what was not counted before is not counted at all.</summary>
    public void Dispose()
    {
        _deadline?.Dispose();
        End(CallOutcome.Ignored);
        _observation?.End();
        _breaker.Admissions.Release(_admission);
    }

    private void PassDeadline()
    {
        if (Volatile.Read(ref _isCounted) == 0)
            End(_breaker.Judge.TimedOut());
    }

    private void End(CallOutcome outcome)
    {
        if (_admission is { Gate: { } gate, Group: { } group } && Interlocked.Exchange(ref _isCounted, 1) == 0)
            _breaker.Tracker.Leave(gate, group, _slot, outcome, _started);
    }
}
