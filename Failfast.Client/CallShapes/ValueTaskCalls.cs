using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>
/// Guards delegates that return value tasks. The fast path is for a closed gate and a call that succeeds synchronously. A value task
/// that was consumed already throws when it is read, which counts as a failure of the call.
/// </summary>
internal static class ValueTaskCalls
{
    public static ValueTask<T> Guard<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.HasFastPath ? RunFast(breaker, gate, call, state, cancellationToken)
            : gate.IsSimple ? RunningCalls.Run(breaker, gate.Group, gate, call, state, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? ValueTask.FromException<T>(BreakerRejection.ExceptionOf(gate))
            : AdmittedCalls.Guard(breaker, call, state, cancellationToken);
    }

    public static ValueTask Guard<TState>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask> call, TState state, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        if (!gate.IsSimple)
        {
            return breaker.Admissions.TryRejectFast(gate)
                ? ValueTask.FromException(BreakerRejection.ExceptionOf(gate))
                : new(AdmittedCalls.Guard(breaker, CallAdapter.OfValueTask, (call, state), cancellationToken).AsTask());
        }

        var tracker = breaker.Tracker;
        var started = tracker.Start(gate);
        var slot = tracker.Register(gate, gate.Group, started);
        ValueTask task;
        try
        {
            task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return RunningCalls.Observe(breaker, gate, gate.Group, slot, started, task, cancellationToken);
        }
        catch (Exception exception)
        {
            tracker.Leave(gate, gate.Group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            return new(FaultedTask.By(exception));
        }

        if (gate.HasFastPath)
            tracker.Succeeded(gate.Group);
        else
            tracker.Leave(gate, gate.Group, slot, CallOutcome.Success, started);
        return task;
    }

    // Separate, so that Guard has no exception frame and rejecting stays cheap.
    private static ValueTask<T> RunFast<TState, T>(
        LocalBreaker breaker, Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        ValueTask<T> task;
        try
        {
            task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return RunningCalls.Observe(breaker, gate, gate.Group, default, 0, task, cancellationToken);
        }
        catch (Exception exception)
        {
            breaker.Tracker.Threw(gate.Group, exception, cancellationToken);
            return new(FaultedTask.By<T>(exception));
        }

        breaker.Tracker.Succeeded(gate.Group);
        return task;
    }
}
