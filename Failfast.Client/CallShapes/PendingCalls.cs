using System.Runtime.CompilerServices;
using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>How calls that were let in, and are not done at once, are seen to their end.</summary>
internal static class PendingCalls
{
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
