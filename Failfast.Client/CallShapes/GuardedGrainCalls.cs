using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>
/// Guards calls to grains. A time-out is counted but never frees the caller: otherwise the grain would start its next call while this
/// one still runs.
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

    /// <summary>The same, for breakers with rules for results.</summary>
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
        // Another filter may have replaced the result.
        return context.Result is T result ? result : default!;
    }
}
