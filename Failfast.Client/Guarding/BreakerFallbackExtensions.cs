using System.Runtime.CompilerServices;

namespace Failfast;

/// <summary>
/// Guards calls that have a fallback for rejections: a value, a lambda or an async lambda. The fallback runs in the caller's context, and
/// only if this breaker rejects the call; the call's own exception passes through unchanged.
/// </summary>
/// <remarks>
/// For calls that return a <see cref="ValueTask"/> or must not allocate, use <see cref="BreakerTryGuardExtensions"/>:
/// <c>outcome.IsRejected ? Fallback() : outcome.GetResult()</c>.
/// </remarks>
public static partial class BreakerFallbackExtensions
{
    /// <summary>Runs <paramref name="call"/>, or returns <paramref name="fallback"/> if the breaker rejects it.</summary>
    // Preferred to the lambdas, so that null is a value.
    [OverloadResolutionPriority(3)]
    public static async Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, T fallback, CancellationToken cancellationToken = default)
    {
        var outcome = await breaker.TryGuard(call, cancellationToken);
        return outcome.IsRejected ? fallback : outcome.GetResult();
    }

    /// <summary>Runs <paramref name="call"/>, or <paramref name="fallback"/> if the breaker rejects it.</summary>
    // Preferred to the async overload, so that a lambda may just throw.
    [OverloadResolutionPriority(2)]
    public static async Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, Func<BreakerRejection, T> fallback,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        var outcome = await breaker.TryGuard(call, cancellationToken);
        return outcome.Rejection is { } rejection ? await Of(fallback(rejection)) : outcome.GetResult();

        // If T is object, a task would be a valid result, but its own result is meant.
        static ValueTask<T> Of(T answer) => answer is Task<T> task ? new(task) : new(answer);
    }

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, Task{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static async Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, Func<BreakerRejection, Task<T>> fallback,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        var outcome = await breaker.TryGuard(call, cancellationToken);
        return outcome.Rejection is { } rejection ? await fallback(rejection) : outcome.GetResult();
    }

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, Task{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    public static async Task Guard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, Action<BreakerRejection> fallback,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        var outcome = await breaker.TryGuard(call, cancellationToken);
        if (outcome.Rejection is { } rejection)
            fallback(rejection);
        else
            outcome.ThrowIfNotSuccess();
    }

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, Task{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    // Preferred to the synchronous overload, where an async lambda would be async void.
    [OverloadResolutionPriority(1)]
    public static async Task Guard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, Func<BreakerRejection, Task> fallback,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        var outcome = await breaker.TryGuard(call, cancellationToken);
        if (outcome.Rejection is { } rejection)
            await fallback(rejection);
        else
            outcome.ThrowIfNotSuccess();
    }
}
