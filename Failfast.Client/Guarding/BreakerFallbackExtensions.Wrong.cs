using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Failfast;

/// <summary>
/// Overloads for fallbacks that do not fit the call. They never compile, and give one clear error: without them the compiler would
/// complain about the call, which is right, and about unrelated overloads.
/// </summary>
public static partial class BreakerFallbackExtensions
{
    private const string Message =
        "The fallback must return what the call returns: a value of its type, a lambda (rejection => value), or an async lambda " +
        "(async rejection => await ...).";

    private const string MessageWithoutResult =
        "The call has no result, so the fallback must have none: a lambda (rejection => Act()), or an async lambda (async rejection => await ...).";

    /// <summary>Never compiles: the lambda returns another type than the call.</summary>
    [Obsolete(Message, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-1)]
    public static Task<T> Guard<T, TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, Func<BreakerRejection, TWrong> fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(Message);

    /// <summary>Never compiles: the value is of another type than the call's result.</summary>
    [Obsolete(Message, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-2)]
    public static Task<T> Guard<T, TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task<T>> call, TWrong fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(Message);

    /// <summary>Never compiles: a call without result can't have a value as its fallback.</summary>
    [Obsolete(MessageWithoutResult, error: true), EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-3)]
    public static Task Guard<TWrong>(
        this IBreakerGrain breaker, Func<CancellationToken, Task> call, TWrong fallback,
        CancellationToken cancellationToken = default) => throw new NotSupportedException(MessageWithoutResult);
}
