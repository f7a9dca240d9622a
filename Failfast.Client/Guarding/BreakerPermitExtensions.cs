using Failfast.CallShapes;
using Failfast.Local;

namespace Failfast;

/// <summary>Guards calls that are not a single delegate, and waits for a breaker.</summary>
/// <remarks>
/// All use this process's copy of the state, and count as <see cref="BreakerGuardExtensions"/> does. A process without a guard (<c>AddFailfast</c>
/// was not called) gets an <see cref="InvalidOperationException"/>.
/// </remarks>
public static class BreakerPermitExtensions
{
    /// <summary>
    /// Returns a permit for one call, or null if the call is rejected. Never waits: the decision uses what this process knows. While
    /// half-open it requests a probe lease from the grain and returns null; a later call then gets the permit.
    /// </summary>
    public static GuardPermit? TryEnter(this IBreakerGrain breaker) => PermitCalls.TryEnter(BreakerLookup.Find(breaker));

    /// <summary>
    /// Returns a permit for one call. Waits for the grain, if it must, as long as a guarded call would: at most
    /// <see cref="FailfastOptions.ColdStartBudget"/>.
    /// </summary>
    /// <exception cref="BreakerOpenException">The breaker rejected the call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while it waited.</exception>
    public static ValueTask<GuardPermit> EnterAsync(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        PermitCalls.EnterAsync(BreakerLookup.Find(breaker), cancellationToken);

    /// <summary>
    /// Waits until the breaker lets calls through, for consumers of queues that should stop pulling rather than fail messages. While
    /// half-open only as many waiters return as there are probe leases: make the call within a second, or the lease goes to another
    /// caller.
    /// </summary>
    /// <remarks>Ignores <see cref="BreakerSettings.MaxConcurrentCalls"/> and <see cref="BreakerSettings.RampUpDuration"/>.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static ValueTask WaitUntilAdmitting(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        BreakerLookup.Find(breaker).Followers.WaitUntilAdmitting(cancellationToken);

    /// <summary>
    /// Streams the breaker's states as this process sees them, starting with the current one: every transition, once and in order; a
    /// reader that falls far behind skips to the latest state. Ends only when the token is cancelled. It asks nobody: a transition made by
    /// another process arrives by the grain's push, about one network hop later, or with the reply to the next report.
    /// </summary>
    public static IAsyncEnumerable<BreakerSnapshot> Watch(this IBreakerGrain breaker, CancellationToken cancellationToken = default) =>
        BreakerLookup.Find(breaker).Followers.Watch(cancellationToken);
}
