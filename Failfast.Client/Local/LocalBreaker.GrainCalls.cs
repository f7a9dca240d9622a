using Failfast.Guarding;

namespace Failfast.Local;

/// <summary>Calls of grains under guard.</summary>
internal sealed partial class LocalBreaker
{
    /// <summary>A time-out counts, but never frees the caller: the grain would take its next call while this one still runs.</summary>
    public Task GuardGrainCall(IIncomingGrainCallContext context, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.IsSimple ? RunTask(gate, static (it, _) => it.Invoke(), context, cancellationToken)
            : TryRejectFast(gate) ? Task.FromException(Rejection(gate))
            : GuardSlowly(
                CallAdapter.OfTask, (Call: (Func<IIncomingGrainCallContext, CancellationToken, Task>)(static (it, _) => it.Invoke()), State: context),
                cancellationToken, frees: false).AsTask();
    }

    /// <summary>The same, for breakers that judge results.</summary>
    public Task GuardGrainCallOf<T>(IIncomingGrainCallContext context, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.IsSimple ? RunTask(gate, static (it, _) => InvokeFor<T>(it), context, cancellationToken)
            : TryRejectFast(gate) ? Task.FromException(Rejection(gate))
            : GuardSlowly(
                CallAdapter.OfTask, (Call: (Func<IIncomingGrainCallContext, CancellationToken, Task<T>>)(static (it, _) => InvokeFor<T>(it)), State: context),
                cancellationToken, frees: false).AsTask();
    }

    private static async Task<T> InvokeFor<T>(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        // Another filter may have put anything there.
        return context.Result is T result ? result : default!;
    }
}
