using System.Runtime.CompilerServices;
using Failfast.CallShapes;
using Failfast.Guarding;
using Failfast.Local;

namespace Failfast;

/// <summary>Guards calls without throwing: the outcome says whether the call ran, and how it ended.</summary>
public static class BreakerTryGuardExtensions
{
    /// <summary>Runs <paramref name="call"/> unless the breaker is open; throws nothing but for bad arguments.</summary>
    [OverloadResolutionPriority(1)]
    public static ValueTask<GuardOutcome<T>> TryGuard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken = default) =>
        breaker.TryGuard(Stateless<ValueTask<T>>.Invoke, BreakerGuardExtensions.Checked(call), cancellationToken);

    /// <inheritdoc cref="TryGuard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<GuardOutcome> TryGuard(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken = default) =>
        breaker.TryGuard(Stateless<ValueTask>.Invoke, BreakerGuardExtensions.Checked(call), cancellationToken);

    /// <inheritdoc cref="TryGuard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public static ValueTask<GuardOutcome<T>> TryGuard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken = default) =>
        breaker.TryGuard(Stateless<Task<T>>.Invoke, BreakerGuardExtensions.Checked(call), cancellationToken);

    /// <inheritdoc cref="TryGuard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public static ValueTask<GuardOutcome> TryGuard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, CancellationToken cancellationToken = default) =>
        breaker.TryGuard(Stateless<Task>.Invoke, BreakerGuardExtensions.Checked(call), cancellationToken);

    /// <summary>
    /// Runs <paramref name="call"/> unless the breaker is open; throws nothing but for bad arguments. The state is passed to the call, so
    /// that it needs no closure.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static ValueTask<GuardOutcome<T>> TryGuard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken = default) =>
        TryCalls.Guard(BreakerLookup.Find(breaker), BreakerGuardExtensions.Checked(call), state, cancellationToken);

    /// <inheritdoc cref="TryGuard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<GuardOutcome> TryGuard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask> call, TState state,
        CancellationToken cancellationToken = default) =>
        WithoutResult(breaker.TryGuard(CallAdapter.OfValueTask, (BreakerGuardExtensions.Checked(call), state), cancellationToken));

    /// <inheritdoc cref="TryGuard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    public static ValueTask<GuardOutcome<T>> TryGuard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task<T>> call, TState state,
        CancellationToken cancellationToken = default) =>
        breaker.TryGuard(CallAdapter.OfTask, (BreakerGuardExtensions.Checked(call), state), cancellationToken);

    /// <inheritdoc cref="TryGuard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, CancellationToken)"/>
    public static ValueTask<GuardOutcome> TryGuard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task> call, TState state,
        CancellationToken cancellationToken = default) =>
        WithoutResult(breaker.TryGuard(CallAdapter.OfTask, (BreakerGuardExtensions.Checked(call), state), cancellationToken));

    private static ValueTask<GuardOutcome> WithoutResult(ValueTask<GuardOutcome<VoidResult>> outcome)
    {
        return outcome.IsCompletedSuccessfully ? new(outcome.Result.WithoutResult) : Await(outcome);

        static async ValueTask<GuardOutcome> Await(ValueTask<GuardOutcome<VoidResult>> outcome) => (await outcome).WithoutResult;
    }
}
