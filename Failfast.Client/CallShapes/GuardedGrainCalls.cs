using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>
/// Guards calls of grains. A time-out counts, but never frees the caller: the grain would take its next call while this one still
/// runs.
/// </summary>
internal static class GuardedGrainCalls
{
    public static Task Guard(LocalBreaker breaker, IIncomingGrainCallContext context, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.IsSimple ? TaskCalls.Run(breaker, gate, static (it, _) => it.Invoke(), context, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? Task.FromException(BreakerRejection.ExceptionOf(gate))
            : AdmittedCalls.Guard(
                breaker, CallAdapter.OfTask,
                (Call: (Func<IIncomingGrainCallContext, CancellationToken, Task>)(static (it, _) => it.Invoke()), State: context),
                cancellationToken, frees: false).AsTask();
    }

    /// <summary>The same, for breakers that judge results.</summary>
    public static Task GuardResult<T>(LocalBreaker breaker, IIncomingGrainCallContext context, CancellationToken cancellationToken)
    {
        var gate = breaker.Gate;
        return gate.IsSimple ? TaskCalls.Run(breaker, gate, static (it, _) => InvokeFor<T>(it), context, cancellationToken)
            : breaker.Admissions.TryRejectFast(gate) ? Task.FromException(BreakerRejection.ExceptionOf(gate))
            : AdmittedCalls.Guard(
                breaker, CallAdapter.OfTask,
                (Call: (Func<IIncomingGrainCallContext, CancellationToken, Task<T>>)(static (it, _) => InvokeFor<T>(it)), State: context),
                cancellationToken, frees: false).AsTask();
    }

    private static async Task<T> InvokeFor<T>(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        // Another filter may have put anything there.
        return context.Result is T result ? result : default!;
    }
}
