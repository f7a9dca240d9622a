using Failfast.Guarding;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>
/// Guarding, in the shapes that calls come in. Each first tries the path that needs no thought: gate closed, call done at
/// once and well. All else is shared. A value task that was used up throws when it is looked at: that is the call's failure.
/// </summary>
internal sealed partial class LocalBreaker
{
    public ValueTask<T> Guard<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.HasFastPath ? RunPlain(gate, call, state, cancellationToken)
            : gate.IsSimple ? Run(gate.Group, gate, call, state, cancellationToken)
            : TryRejectFast(gate) ? ValueTask.FromException<T>(Rejection(gate))
            : GuardSlowly(call, state, cancellationToken);
    }

    public ValueTask Guard<TState>(
        Func<TState, CancellationToken, ValueTask> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (!gate.IsSimple)
        {
            return TryRejectFast(gate)
                ? ValueTask.FromException(Rejection(gate))
                : new(GuardSlowly(CallAdapter.OfValueTask, (call, state), cancellationToken).AsTask());
        }

        var started = Start(gate);
        var slot = Register(gate, gate.Group, started);
        ValueTask task;
        try
        {
            task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return Observe(gate, gate.Group, slot, started, task, cancellationToken);
        }
        catch (Exception exception)
        {
            Leave(gate, gate.Group, slot, Judge.Of(exception, cancellationToken), started);
            return new(FaultedTask.By(exception));
        }

        if (gate.HasFastPath)
            Succeeded(gate.Group);
        else
            Leave(gate, gate.Group, slot, CallOutcome.Success, started);
        return task;
    }

    public Task<T> Guard<TState, T>(Func<TState, CancellationToken, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.IsSimple ? RunTask(gate, call, state, cancellationToken)
            : TryRejectFast(gate) ? Task.FromException<T>(Rejection(gate))
            : GuardSlowly(CallAdapter.OfTask, (call, state), cancellationToken).AsTask();
    }

    public Task Guard<TState>(Func<TState, CancellationToken, Task> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.IsSimple ? RunTask(gate, call, state, cancellationToken)
            : TryRejectFast(gate) ? Task.FromException(Rejection(gate))
            : GuardSlowly(CallAdapter.OfTask, (call, state), cancellationToken).AsTask();
    }

    public ValueTask<GuardOutcome<T>> TryGuard<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.HasFastPath ? TryPlain(gate, call, state, cancellationToken)
            : TryRejectFast(gate) ? gate.Rejected<T>()
            : gate.IsSimple ? Catch(Run(gate.Group, gate, call, state, cancellationToken))
            : TryGuardSlowly(call, state, cancellationToken);
    }

    private ValueTask<GuardOutcome<T>> TryPlain<TState, T>(
        Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return ObserveOutcome(gate, task, cancellationToken);
            result = task.Result;
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return new(GuardOutcome<T>.Failed(exception));
        }

        Succeeded(gate.Group);
        return new(GuardOutcome<T>.Succeeded(result));
    }

    private static ValueTask<GuardOutcome<T>> Catch<T>(ValueTask<T> task)
    {
        return task.IsCompletedSuccessfully ? new(GuardOutcome<T>.Succeeded(task.Result)) : Await(task);

        static async ValueTask<GuardOutcome<T>> Await(ValueTask<T> task)
        {
            try
            {
                return GuardOutcome<T>.Succeeded(await task.ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                return GuardOutcome<T>.Failed(exception);
            }
        }
    }

    private async ValueTask<GuardOutcome<T>> TryGuardSlowly<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            var admission = await AcquireAsync(cancellationToken);
            return admission.Rejecting is { } gate
                ? GuardOutcome<T>.Rejected(gate, admission.Cause)
                : GuardOutcome<T>.Succeeded(await RunEntered(admission, call, state, cancellationToken));
        }
        catch (Exception exception)
        {
            return GuardOutcome<T>.Failed(exception);
        }
    }

    // Plain awaits, here and above: inside a grain the call must go on under the grain's scheduler.
    private async ValueTask<T> GuardSlowly<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken, bool frees = true)
    {
        var admission = await AcquireAsync(cancellationToken);
        if (admission.Rejecting is { } gate)
            throw Rejection(gate, admission.Cause);
        return await RunEntered(admission, call, state, cancellationToken, frees);
    }

    private ValueTask<T> RunEntered<TState, T>(
        Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken,
        bool frees = true)
    {
        if (admission.Group is { IsProbe: true })
            ProbeMark.Put(Name);
        return admission.Group is not { } group ? call(state, cancellationToken)
            : admission.Gate!.Settings.CallTimeout is { } timeout ? RunTimed(admission, timeout, frees && !admission.Gate.Settings.ObserveOnly, call, state, cancellationToken)
            : admission.HoldsSlot ? RunLimited(admission, call, state, cancellationToken)
            : Run(group, admission.Gate, call, state, cancellationToken);
    }

    // Apart from Guard, which stays without exception frame: so rejecting costs little.
    private ValueTask<T> RunPlain<TState, T>(
        Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        ValueTask<T> task;
        try
        {
            task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return Observe(gate, gate.Group, default, 0, task, cancellationToken);
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return new(FaultedTask.By<T>(exception));
        }

        Succeeded(gate.Group);
        return task;
    }

    private ValueTask<T> Run<TState, T>(
        CallGroup group, Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var started = Start(gate);
        var slot = Register(gate, group, started);
        T result;
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return Observe(gate, group, slot, started, task, cancellationToken);
            result = task.Result;
        }
        catch (Exception exception)
        {
            Leave(gate, group, slot, Judge.Of(exception, cancellationToken), started);
            return new(FaultedTask.By<T>(exception));
        }

        Leave(gate, group, slot, Judge.OfResult(result), started);
        return new(result);
    }
}
