using System.Runtime.CompilerServices;
using Failfast.CallShapes;
using Failfast.Guarding;
using Failfast.Local;

namespace Failfast;

/// <summary>Guards calls without throwing: the outcome says whether the call ran, and how it ended.</summary>
/// <remarks>Decides, waits and counts as <see cref="BreakerGuardExtensions"/> does.</remarks>
public static class BreakerTryGuardExtensions
{
    /// <summary>Runs <paramref name="call"/> unless the breaker is open; throws nothing but for bad arguments.</summary>
    /// <param name="breaker">From <c>grains.GetGrain</c> or <c>grains.GetBreaker</c>.</param>
    /// <param name="call">Gets a token that the caller cancels, and <see cref="BreakerSettings.CallTimeout"/>.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, nothing is counted, whatever the call throws.</param>
    /// <exception cref="InvalidOperationException">This process has no guard: <c>AddFailfast</c> was not called.</exception>
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
    /// <param name="breaker">From <c>grains.GetGrain</c> or <c>grains.GetBreaker</c>.</param>
    /// <param name="call">Gets a token that the caller cancels, and <see cref="BreakerSettings.CallTimeout"/>.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, nothing is counted, whatever the call throws.</param>
    /// <exception cref="InvalidOperationException">This process has no guard: <c>AddFailfast</c> was not called.</exception>
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
