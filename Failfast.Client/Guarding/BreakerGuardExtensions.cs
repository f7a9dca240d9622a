using System.Runtime.CompilerServices;
using Failfast.CallShapes;
using Failfast.Guarding;
using Failfast.Local;

namespace Failfast;

/// <summary>
/// Guards calls with a breaker. The delegate runs in this process and in the caller's context; its own exception passes through
/// unchanged. On a closed breaker guarding costs no message, no lock and no allocation.
/// </summary>
/// <remarks>
/// The decision uses this process's copy of the state. Only the first call of a process, one after a silence of the grain longer than
/// <see cref="FailfastOptions.LeaseDuration"/>, and a call that may be a probe ask the grain, and wait at most
/// <see cref="FailfastOptions.ColdStartBudget"/>. How the call ends is counted here and reported to the grain, which counts for all hosts.
/// An unreachable grain never makes a call fail: then this process decides by its own calls. An async lambda means <see cref="Task"/>; for
/// <see cref="ValueTask"/> write <c>async ValueTask (ct) =&gt; ...</c>.
/// </remarks>
public static class BreakerGuardExtensions
{
    /// <summary>Runs <paramref name="call"/> unless the breaker is open.</summary>
    /// <param name="breaker">From <c>grains.GetGrain</c> or <c>grains.GetBreaker</c>.</param>
    /// <param name="call">Gets a token that the caller cancels, and <see cref="BreakerSettings.CallTimeout"/>.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, nothing is counted, whatever the call throws.</param>
    /// <exception cref="BreakerOpenException">The breaker rejected the call; it did not run.</exception>
    /// <exception cref="CallTimeoutException">The call took longer than <see cref="BreakerSettings.CallTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">This process has no guard: <c>AddFailfast</c> was not called.</exception>
    public static ValueTask<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken = default) =>
        breaker.Guard(Stateless<ValueTask<T>>.Invoke, Checked(call), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public static ValueTask Guard(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken = default) =>
        breaker.Guard(Stateless<ValueTask>.Invoke, Checked(call), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken = default) =>
        breaker.Guard(Stateless<Task<T>>.Invoke, Checked(call), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task Guard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, CancellationToken cancellationToken = default) =>
        breaker.Guard(Stateless<Task>.Invoke, Checked(call), cancellationToken);

    /// <summary>
    /// Runs <paramref name="call"/> unless the breaker is open. The state is passed to it, so that it needs no closure.
    /// </summary>
    /// <param name="breaker">From <c>grains.GetGrain</c> or <c>grains.GetBreaker</c>.</param>
    /// <param name="call">Gets a token that the caller cancels, and <see cref="BreakerSettings.CallTimeout"/>.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, nothing is counted, whatever the call throws.</param>
    /// <exception cref="BreakerOpenException">The breaker rejected the call; it did not run.</exception>
    /// <exception cref="CallTimeoutException">The call took longer than <see cref="BreakerSettings.CallTimeout"/>.</exception>
    /// <exception cref="InvalidOperationException">This process has no guard: <c>AddFailfast</c> was not called.</exception>
    public static ValueTask<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken = default) =>
        ValueTaskCalls.Guard(BreakerLookup.Find(breaker), Checked(call), state, cancellationToken);

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    public static ValueTask Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask> call, TState state,
        CancellationToken cancellationToken = default) =>
        ValueTaskCalls.Guard(BreakerLookup.Find(breaker), Checked(call), state, cancellationToken);

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task<T>> call, TState state,
        CancellationToken cancellationToken = default) =>
        TaskCalls.Guard(BreakerLookup.Find(breaker), Checked(call), state, cancellationToken);

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task> call, TState state,
        CancellationToken cancellationToken = default) =>
        TaskCalls.Guard(BreakerLookup.Find(breaker), Checked(call), state, cancellationToken);

    internal static TCall Checked<TCall>(TCall call)
        where TCall : Delegate
    {
        ArgumentNullException.ThrowIfNull(call);
        return call;
    }
}
