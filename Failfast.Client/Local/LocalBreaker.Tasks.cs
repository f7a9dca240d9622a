using Failfast.Guarding;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Calls that return tasks, where the gate is simple.</summary>
internal sealed partial class LocalBreaker
{
    private Task<T> RunTask<TState, T>(
        Gate gate, Func<TState, CancellationToken, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        var started = Start(gate);
        var slot = Register(gate, gate.Group, started);
        Task<T> task;
        try
        {
            task = CallAdapter.Checked(call(state, cancellationToken));
        }
        catch (Exception exception)
        {
            Leave(gate, gate.Group, slot, Judge.Of(exception, cancellationToken), started);
            return FaultedTask.By<T>(exception);
        }

        if (!task.IsCompletedSuccessfully)
            return ObserveTask(gate, slot, started, task, cancellationToken);
        if (gate.HasFastPath)
            Succeeded(gate.Group);
        else
            Leave(gate, gate.Group, slot, Judge.OfResult(task.Result), started);
        return task;
    }

    private Task RunTask<TState>(
        Gate gate, Func<TState, CancellationToken, Task> call, TState state, CancellationToken cancellationToken)
    {
        var started = Start(gate);
        var slot = Register(gate, gate.Group, started);
        Task task;
        try
        {
            task = CallAdapter.Checked(call(state, cancellationToken));
        }
        catch (Exception exception)
        {
            Leave(gate, gate.Group, slot, Judge.Of(exception, cancellationToken), started);
            return FaultedTask.By(exception);
        }

        if (!task.IsCompletedSuccessfully)
            return Observe(gate, gate.Group, slot, started, new ValueTask(task), cancellationToken).AsTask();
        if (gate.HasFastPath)
            Succeeded(gate.Group);
        else
            Leave(gate, gate.Group, slot, CallOutcome.Success, started);
        return task;
    }
}
