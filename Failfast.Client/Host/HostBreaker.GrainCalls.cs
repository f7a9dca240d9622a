using Failfast.Guarding;

namespace Failfast.Host;

/// <summary>Calls of grains under guard.</summary>
internal sealed partial class HostBreaker
{
    /// <summary>A time-out counts, but never frees the caller: the grain would take its next call while this one still runs.</summary>
    public Task GuardGrainCall(IIncomingGrainCallContext context, CancellationToken cancellationToken)
    {
        var gate = _gate;
        return gate.IsSimple ? Guard(static (it, _) => it.Invoke(), context, cancellationToken)
            : RejectsAtOnce(gate) ? Task.FromException(Rejection(gate))
            : GuardSlowly(
                Call.OfTask, (Call: (Func<IIncomingGrainCallContext, CancellationToken, Task>)(static (it, _) => it.Invoke()), State: context),
                cancellationToken, frees: false).AsTask();
    }
}
