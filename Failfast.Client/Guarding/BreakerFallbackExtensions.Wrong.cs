using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Failfast;

/// <summary>
/// Fallbacks that fit no call. They never compile: without them the compiler would complain of the call, which is right, and of
/// overloads that nobody meant.
/// </summary>
public static partial class BreakerFallbackExtensions
{
    private const string Message =
        "The fallback must give what the call gives: a value of its type, a lambda (rejection => value), or an async one " +
        "(async rejection => await ...).";

    private const string MessageWithoutResult =
        "The call has no result, so the fallback has none either: a lambda (rejection => Act()), or an async one (async rejection => await ...).";

    /// <summary>Never compiles: the lambda gives something else than the call.</summary>
    [Obsolete(Message, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-1)]
    public static Task<T> Guard<T, TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, Func<BreakerRejection, TWrong> fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(Message);

    /// <summary>Never compiles: the value is of another type than the call's result.</summary>
    [Obsolete(Message, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-2)]
    public static Task<T> Guard<T, TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, TWrong fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(Message);

    /// <summary>Never compiles: a call without result can't be answered with a value.</summary>
    [Obsolete(MessageWithoutResult, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-3)]
    public static Task Guard<TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, TWrong fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(MessageWithoutResult);
}
