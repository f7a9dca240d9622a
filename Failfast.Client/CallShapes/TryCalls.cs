using System.Runtime.CompilerServices;
using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>Guards calls whose end is returned as an outcome instead of thrown.</summary>
internal static class TryCalls
{
    public static ValueTask<GuardOutcome<T>> Guard<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.HasFastPath ? RunFast(breaker, gate, call, state, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? RejectedOutcome<T>.Of(gate)
            : gate.IsSimple ? Catch(RunningCalls.Run(breaker, gate.Group, gate, call, state, cancellationToken))
            : AdmittedCalls.TryGuard(breaker, call, state, cancellationToken);
    }

    private static ValueTask<GuardOutcome<T>> RunFast<TState, T>(
        LocalBreaker breaker, Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        T result;
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return Observe(breaker, gate, task, cancellationToken);
            result = task.Result;
        }
        catch (Exception exception)
        {
            breaker.Tracker.Threw(gate.Group, exception, cancellationToken);
            return new(GuardOutcome<T>.Failed(exception));
        }

        breaker.Tracker.Succeeded(gate.Group);
        return new(GuardOutcome<T>.Succeeded(result));
    }

    // The fast path: no clock, no slot, and every result is a success.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<GuardOutcome<T>> Observe<T>(
        LocalBreaker breaker, Gate gate, ValueTask<T> task, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            breaker.Tracker.Threw(gate.Group, exception, cancellationToken);
            return GuardOutcome<T>.Failed(exception);
        }

        breaker.Tracker.Succeeded(gate.Group);
        return GuardOutcome<T>.Succeeded(result);
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
}
