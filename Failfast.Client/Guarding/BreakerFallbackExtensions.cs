using System.Runtime.CompilerServices;
using Failfast.Guarding;

namespace Failfast;

/// <summary>
/// Guards calls that have something to say when they are rejected: a cached value, a polite answer. The fallback runs in the caller's
/// context and only on a rejection by this breaker; the call's own exception passes through untouched.
/// </summary>
public static class BreakerFallbackExtensions
{
    /// <summary>Runs <paramref name="call"/>, or <paramref name="fallback"/> if the breaker rejects it.</summary>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask<T>> call, Func<BreakerRejection, T> fallback,
        CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection) => it.fallback(rejection), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask<T>> call,
        Func<BreakerRejection, CancellationToken, ValueTask<T>> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection, ct) => it.fallback(rejection, ct), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Guard(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask> call,
        Func<BreakerRejection, CancellationToken, ValueTask> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection, ct) => it.fallback(rejection, ct), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    public static Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, Func<BreakerRejection, T> fallback,
        CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection) => it.fallback(rejection), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    public static Task<T> Guard<T>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call,
        Func<BreakerRejection, CancellationToken, Task<T>> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection, ct) => it.fallback(rejection, ct), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    public static Task Guard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call,
        Func<BreakerRejection, CancellationToken, Task> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection, ct) => it.fallback(rejection, ct), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Guard(
        this IBreakerGrain breaker, Func<CancellationToken, ValueTask> call, Action<BreakerRejection> fallback,
        CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection) => it.fallback(rejection), cancellationToken);

    /// <inheritdoc cref="Guard{T}(IBreakerGrain, Func{CancellationToken, ValueTask{T}}, Func{BreakerRejection, T}, CancellationToken)"/>
    public static Task Guard(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, Action<BreakerRejection> fallback,
        CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(ct), (call: Checked(call), fallback: Checked(fallback)),
            static (it, rejection) => it.fallback(rejection), cancellationToken);

    /// <summary>
    /// Runs <paramref name="call"/>, or <paramref name="fallback"/> if the breaker rejects it; the state is handed to both, so that
    /// they need no closure.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        Func<TState, BreakerRejection, T> fallback, CancellationToken cancellationToken = default)
    {
        Checked(fallback);
        var outcome = breaker.TryGuard(call, state, cancellationToken);
        if (!outcome.IsCompletedSuccessfully)
            return Await(outcome, state, fallback);
        var ended = outcome.Result;
        return ended.IsSuccess ? new(ended.Result!) : Await(new(ended), state, fallback);

        static async ValueTask<T> Await(
            ValueTask<GuardOutcome<T>> pending, TState state, Func<TState, BreakerRejection, T> fallback)
        {
            var outcome = await pending;
            return outcome.Rejection is { } rejection ? fallback(state, rejection) : outcome.GetResult();
        }
    }

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        Func<TState, BreakerRejection, CancellationToken, ValueTask<T>> fallback, CancellationToken cancellationToken = default)
    {
        Checked(fallback);
        var outcome = breaker.TryGuard(call, state, cancellationToken);
        if (!outcome.IsCompletedSuccessfully)
            return Await(outcome, state, fallback, cancellationToken);
        var ended = outcome.Result;
        return ended.IsSuccess ? new(ended.Result!) : Await(new(ended), state, fallback, cancellationToken);

        static async ValueTask<T> Await(
            ValueTask<GuardOutcome<T>> pending, TState state, Func<TState, BreakerRejection, CancellationToken, ValueTask<T>> fallback,
            CancellationToken cancellationToken)
        {
            var outcome = await pending;
            return outcome.Rejection is { } rejection ? await fallback(state, rejection, cancellationToken) : outcome.GetResult();
        }
    }

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask> call, TState state,
        Func<TState, BreakerRejection, CancellationToken, ValueTask> fallback, CancellationToken cancellationToken = default)
    {
        Checked(fallback);
        var outcome = breaker.TryGuard(call, state, cancellationToken);
        if (!outcome.IsCompletedSuccessfully)
            return Await(outcome, state, fallback, cancellationToken);
        var ended = outcome.Result;
        return ended.IsSuccess ? ValueTask.CompletedTask : Await(new(ended), state, fallback, cancellationToken);

        static async ValueTask Await(
            ValueTask<GuardOutcome> pending, TState state, Func<TState, BreakerRejection, CancellationToken, ValueTask> fallback,
            CancellationToken cancellationToken)
        {
            var outcome = await pending;
            if (outcome.Rejection is { } rejection)
                await fallback(state, rejection, cancellationToken);
            else
                outcome.ThrowIfNotSuccess();
        }
    }

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    public static Task<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task<T>> call, TState state,
        Func<TState, BreakerRejection, T> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => Call.OfTask((it.call, it.state), ct), (call: Checked(call), state, fallback: Checked(fallback)),
            static (it, rejection) => it.fallback(it.state, rejection), cancellationToken).AsTask();

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    public static Task<T> Guard<TState, T>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task<T>> call, TState state,
        Func<TState, BreakerRejection, CancellationToken, Task<T>> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => Call.OfTask((it.call, it.state), ct), (call: Checked(call), state, fallback: Checked(fallback)),
            static (it, rejection, ct) => new ValueTask<T>(it.fallback(it.state, rejection, ct)), cancellationToken).AsTask();

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    public static Task Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task> call, TState state,
        Func<TState, BreakerRejection, CancellationToken, Task> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => new ValueTask(Call.Checked(it.call(it.state, ct))), (call: Checked(call), state, fallback: Checked(fallback)),
            static (it, rejection, ct) => new ValueTask(it.fallback(it.state, rejection, ct)), cancellationToken).AsTask();

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, ValueTask> call, TState state,
        Action<TState, BreakerRejection> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(it.state, ct), (call: Checked(call), state, fallback: Checked(fallback)),
            static (it, rejection, _) =>
            {
                it.fallback(it.state, rejection);
                return ValueTask.CompletedTask;
            },
            cancellationToken);

    /// <inheritdoc cref="Guard{TState, T}(IBreakerGrain, Func{TState, CancellationToken, ValueTask{T}}, TState, Func{TState, BreakerRejection, T}, CancellationToken)"/>
    public static Task Guard<TState>(
        this IBreakerGrain breaker, Func<TState, CancellationToken, Task> call, TState state,
        Action<TState, BreakerRejection> fallback, CancellationToken cancellationToken = default) =>
        Guard(breaker, static (it, ct) => it.call(it.state, ct), (call: Checked(call), state, fallback: Checked(fallback)),
            static (it, rejection, _) =>
            {
                it.fallback(it.state, rejection);
                return Task.CompletedTask;
            },
            cancellationToken);

    private static TDelegate Checked<TDelegate>(TDelegate given)
        where TDelegate : Delegate => BreakerGuardExtensions.Checked(given);
}
