using System.Runtime.CompilerServices;
using Failfast.Guarding;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>
/// Guarding, in the shapes that calls come in. Each first tries the path that needs no thought: gate closed, call done at
/// once and well. All else is shared.
/// </summary>
internal sealed partial class HostBreaker
{
    public ValueTask<T> Guard<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (gate.Mode != GuardMode.Counting)
            return RejectsAtOnce(gate) ? ValueTask.FromException<T>(Rejection(gate)) : GuardSlowly(call, state, cancellationToken);
        return Run(gate.Group, gate, call, state, cancellationToken);
    }

    public ValueTask Guard<TState>(
        Func<TState, CancellationToken, ValueTask> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (gate.Mode != GuardMode.Counting)
        {
            return RejectsAtOnce(gate)
                ? ValueTask.FromException(Rejection(gate))
                : new(GuardSlowly(Call.OfValueTask, (call, state), cancellationToken).AsTask());
        }

        var started = Start(gate);
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully || !gate.IsPlain)
                return Observe(gate.Group, gate.SlowMilliseconds, started, task, cancellationToken);
            gate.Group.Successes.Increment();
            return task;
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return ValueTask.FromException(exception);
        }
    }

    public Task<T> Guard<TState, T>(
        Func<TState, CancellationToken, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (gate.Mode != GuardMode.Counting)
        {
            return RejectsAtOnce(gate)
                ? Task.FromException<T>(Rejection(gate))
                : GuardSlowly(Call.OfTask, (call, state), cancellationToken).AsTask();
        }

        var started = Start(gate);
        try
        {
            var task = Call.Checked(call(state, cancellationToken));
            if (!task.IsCompletedSuccessfully || !gate.IsPlain)
                return ObserveTask(gate.Group, gate.SlowMilliseconds, started, task, cancellationToken);
            gate.Group.Successes.Increment();
            return task;
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return Task.FromException<T>(exception);
        }
    }

    public Task Guard<TState>(
        Func<TState, CancellationToken, Task> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (gate.Mode != GuardMode.Counting)
        {
            return RejectsAtOnce(gate)
                ? Task.FromException(Rejection(gate))
                : GuardSlowly(Call.OfTask, (call, state), cancellationToken).AsTask();
        }

        var started = Start(gate);
        try
        {
            var task = Call.Checked(call(state, cancellationToken));
            if (!task.IsCompletedSuccessfully || !gate.IsPlain)
                return Observe(gate.Group, gate.SlowMilliseconds, started, new ValueTask(task), cancellationToken).AsTask();
            gate.Group.Successes.Increment();
            return task;
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return Task.FromException(exception);
        }
    }

    public ValueTask<GuardOutcome<T>> TryGuard<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = _gate;
        if (RejectsAtOnce(gate))
            return new(GuardOutcome<T>.Rejected(new BreakerRejection(gate)));
        if (gate.Mode != GuardMode.Counting)
            return TryGuardSlowly(call, state, cancellationToken);
        var task = Run(gate.Group, gate, call, state, cancellationToken);
        return task.IsCompletedSuccessfully ? new(GuardOutcome<T>.Succeeded(task.Result)) : Catch(task);
    }

    private static async ValueTask<GuardOutcome<T>> Catch<T>(ValueTask<T> task)
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

    private async ValueTask<GuardOutcome<T>> TryGuardSlowly<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await EnterAsync(cancellationToken);
            return entry.Rejection is { } gate
                ? GuardOutcome<T>.Rejected(new BreakerRejection(gate))
                : GuardOutcome<T>.Succeeded(await RunEntered(entry, call, state, cancellationToken));
        }
        catch (Exception exception)
        {
            return GuardOutcome<T>.Failed(exception);
        }
    }

    // Plain awaits, here and above: inside a grain the call must go on under the grain's scheduler.
    private async ValueTask<T> GuardSlowly<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var entry = await EnterAsync(cancellationToken);
        if (entry.Rejection is { } gate)
            throw Rejection(gate);
        return await RunEntered(entry, call, state, cancellationToken);
    }

    private ValueTask<T> RunEntered<TState, T>(
        Entry entry, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken) =>
        entry.Group is { } group ? Run(group, _gate, call, state, cancellationToken) : call(state, cancellationToken);

    private ValueTask<T> Run<TState, T>(
        CallGroup group, Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var started = Start(gate);
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully || !gate.IsPlain || group.IsProbe)
                return Observe(group, gate.SlowMilliseconds, started, task, cancellationToken);
            group.Successes.Increment();
            return task;
        }
        catch (Exception exception)
        {
            Threw(group, exception, cancellationToken);
            return ValueTask.FromException<T>(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> Observe<T>(
        CallGroup group, int slow, long started, ValueTask<T> task, CancellationToken cancellationToken)
    {
        var slot = Register(group, slow, started);
        T result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Leave(group, slot, Judge.Of(exception, cancellationToken), slow, started);
            throw;
        }

        Leave(group, slot, Judge.OfResult(result), slow, started);
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Observe(
        CallGroup group, int slow, long started, ValueTask task, CancellationToken cancellationToken)
    {
        var slot = Register(group, slow, started);
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Leave(group, slot, Judge.Of(exception, cancellationToken), slow, started);
            throw;
        }

        Leave(group, slot, CallOutcome.Success, slow, started);
    }

    private async Task<T> ObserveTask<T>(
        CallGroup group, int slow, long started, Task<T> task, CancellationToken cancellationToken) =>
        await Observe(group, slow, started, new ValueTask<T>(task), cancellationToken).ConfigureAwait(false);

    private long Start(Gate gate) => gate.SlowMilliseconds == 0 ? 0 : Clock.CoarseMilliseconds;

    private InFlightCalls.Slot Register(CallGroup group, int slow, long started) =>
        slow == 0 ? default : _inFlight.Enter(group, started);

    private void Leave(CallGroup group, InFlightCalls.Slot slot, CallOutcome outcome, int slow, long started)
    {
        if (!slot.Leave())
            Leave(group, outcome, slow != 0 && Clock.CoarseMilliseconds - started >= slow);
    }

    private void Threw(CallGroup group, Exception exception, CancellationToken cancellationToken) =>
        Leave(group, Judge.Of(exception, cancellationToken), wasSlow: false);

    private static BreakerOpenException Rejection(Gate gate) => new BreakerRejection(gate).ToException();
}
