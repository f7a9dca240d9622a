using Failfast.CallShapes;
using Failfast.Guarding;
using Failfast.Local;

namespace Failfast;

/// <summary>Guards calls that are no single delegate, and waits for a breaker.</summary>
public static class BreakerPermitExtensions
{
    /// <summary>
    /// Leave to make one call, or null if it is rejected. Never waits: it decides by what this process knows. While half-open it
    /// asks the grain for a probe and returns null; the next call finds the probe.
    /// </summary>
    public static GuardPermit? TryEnter(this IBreakerGrain breaker) =>
        BreakerLookup.TryFind(breaker, out var local) ? PermitCalls.TryEnter(local) : DoublePermit.TryEnter(BreakerLookup.DoubleOf(breaker));

    /// <summary>Leave to make one call. Waits for the grain as a guarded call does, if it must.</summary>
    /// <exception cref="BreakerOpenException">The breaker rejected the call.</exception>
    public static ValueTask<GuardPermit> EnterAsync(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        BreakerLookup.TryFind(breaker, out var local)
            ? PermitCalls.EnterAsync(local, cancellationToken)
            : DoublePermit.EnterAsync(BreakerLookup.DoubleOf(breaker), cancellationToken);

    /// <summary>
    /// Waits until the breaker lets calls through: for consumers of queues, which should rather stop pulling than burn messages.
    /// While half-open only as many waiters return as there are probes to make; make the call within a second, or the probe goes to
    /// somebody else.
    /// </summary>
    /// <remarks>Takes no account of <see cref="BreakerSettings.MaxConcurrentCalls"/> and <see cref="BreakerSettings.RampUpDuration"/>.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static ValueTask WaitUntilAdmitting(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        BreakerLookup.TryFind(breaker, out var local)
            ? local.Followers.WaitUntilAdmitting(cancellationToken)
            : BreakerLookup.DoubleOf(breaker).WaitUntilAdmitting(cancellationToken);

    /// <summary>
    /// The breaker's states as this process comes to know them, the present one first: each transition once and in order for a
    /// reader that keeps up, the latest state for one that has fallen far behind. Ends only with the token.
    /// </summary>
    public static IAsyncEnumerable<BreakerSnapshot> Watch(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        BreakerLookup.TryFind(breaker, out var local)
            ? local.Followers.Watch(cancellationToken)
            : BreakerLookup.DoubleOf(breaker).Watch(cancellationToken);
}
