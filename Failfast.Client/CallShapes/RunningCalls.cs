using System.Runtime.CompilerServices;
using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>Runs admitted calls and counts their ends.</summary>
internal static class RunningCalls
{
    /// <summary>Runs an admitted call.</summary>
    public static ValueTask<T> Run<TState, T>(
        LocalBreaker breaker, CallGroup group, Gate gate, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        var started = breaker.Tracker.Start(gate);
        var slot = breaker.Tracker.Register(gate, group, started);
        T result;
        try
        {
            var task = call(state, cancellationToken);
            if (!task.IsCompletedSuccessfully)
                return Observe(breaker, gate, group, slot, started, task, cancellationToken);
            result = task.Result;
        }
        catch (Exception exception)
        {
            breaker.Tracker.Leave(gate, group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            return new(FaultedTask.By<T>(exception));
        }

        breaker.Tracker.Leave(gate, group, slot, breaker.Judge.OfResult(result), started);
        return new(result);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T> Observe<T>(
        LocalBreaker breaker, Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, ValueTask<T> task,
        CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            breaker.Tracker.Leave(gate, group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            throw;
        }

        breaker.Tracker.Leave(gate, group, slot, breaker.Judge.OfResult(result), started);
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask Observe(
        LocalBreaker breaker, Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, ValueTask task,
        CancellationToken cancellationToken)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            breaker.Tracker.Leave(gate, group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            throw;
        }

        breaker.Tracker.Leave(gate, group, slot, CallOutcome.Success, started);
    }
}
