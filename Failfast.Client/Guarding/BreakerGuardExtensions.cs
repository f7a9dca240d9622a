using System.Runtime.CompilerServices;
using Failfast.CallShapes;
using Failfast.Guarding;
using Failfast.Local;

namespace Failfast;

/// <summary>
/// Guards calls with a breaker. The delegate runs in this process and in the caller's context; its own exception passes through
/// unchanged. On a closed breaker guarding costs no message, no lock and no allocation.
/// </summary>
/// <remarks>An async lambda means <see cref="Task"/>; for <see cref="ValueTask"/> write <c>async ValueTask (ct) =&gt; ...</c>.</remarks>
public static class BreakerGuardExtensions
{
    /// <summary>Runs <paramref name="call"/> unless the breaker is open.</summary>
    /// <exception cref="BreakerOpenException">The breaker rejected the call; it did not run.</exception>
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
    /// <exception cref="BreakerOpenException">The breaker rejected the call; it did not run.</exception>
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
