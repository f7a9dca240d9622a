using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>Guards delegates that return tasks.</summary>
internal static class TaskCalls
{
    public static Task<T> Guard<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.IsSimple ? Run(breaker, gate, call, state, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? Task.FromException<T>(BreakerRejection.ExceptionOf(gate))
            : AdmittedCalls.Guard(breaker, CallAdapter.OfTask, (call, state), cancellationToken).AsTask();
    }

    public static Task Guard<TState>(
        LocalBreaker breaker, Func<TState, CancellationToken, Task> call, TState state, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.IsSimple ? Run(breaker, gate, call, state, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? Task.FromException(BreakerRejection.ExceptionOf(gate))
            : AdmittedCalls.Guard(breaker, CallAdapter.OfTask, (call, state), cancellationToken).AsTask();
    }

    /// <summary>Runs a call that a simple gate admits.</summary>
    public static Task<T> Run<TState, T>(
        LocalBreaker breaker, Gate gate, Func<TState, CancellationToken, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        var tracker = breaker.Tracker;
        var started = tracker.Start(gate);
        var slot = tracker.Register(gate, gate.Group, started);
        Task<T> task;
        try
        {
            task = CallAdapter.Checked(call(state, cancellationToken));
        }
        catch (Exception exception)
        {
            tracker.Leave(gate, gate.Group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            return FaultedTask.By<T>(exception);
        }

        if (!task.IsCompletedSuccessfully)
            return Observe(breaker, gate, slot, started, task, cancellationToken);
        if (gate.HasFastPath)
            tracker.Succeeded(gate.Group);
        else
            tracker.Leave(gate, gate.Group, slot, breaker.Judge.OfResult(task.Result), started);
        return task;
    }

    /// <inheritdoc cref="Run{TState, T}"/>
    public static Task Run<TState>(
        LocalBreaker breaker, Gate gate, Func<TState, CancellationToken, Task> call, TState state, CancellationToken cancellationToken)
    {
        var tracker = breaker.Tracker;
        var started = tracker.Start(gate);
        var slot = tracker.Register(gate, gate.Group, started);
        Task task;
        try
        {
            task = CallAdapter.Checked(call(state, cancellationToken));
        }
        catch (Exception exception)
        {
            tracker.Leave(gate, gate.Group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            return FaultedTask.By(exception);
        }

        if (!task.IsCompletedSuccessfully)
            return RunningCalls.Observe(breaker, gate, gate.Group, slot, started, new ValueTask(task), cancellationToken).AsTask();
        if (gate.HasFastPath)
            tracker.Succeeded(gate.Group);
        else
            tracker.Leave(gate, gate.Group, slot, CallOutcome.Success, started);
        return task;
    }

    private static async Task<T> Observe<T>(
        LocalBreaker breaker, Gate gate, InFlightCalls.Slot slot, long started, Task<T> task, CancellationToken cancellationToken) =>
        await RunningCalls.Observe(breaker, gate, gate.Group, slot, started, new ValueTask<T>(task), cancellationToken).ConfigureAwait(false);
}
