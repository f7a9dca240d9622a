using System.Diagnostics.CodeAnalysis;
using Failfast.Local;

namespace Failfast;

/// <summary>How a call guarded by <c>TryGuard</c> ended: with a result, failed by its own exception, or rejected.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public readonly record struct GuardOutcome<T>
{
    private readonly GuardOutcome _end;

    private GuardOutcome(GuardOutcome end, T? result) => (_end, Result) = (end, result);

    /// <summary>Whether the call ran and ended without exception.</summary>
    public bool IsSuccess => _end.IsSuccess;

    /// <summary>Whether the breaker rejected the call.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    public bool IsRejected => _end.IsRejected;

    /// <summary>The call's result; the default of its type if the call did not succeed.</summary>
    public T? Result { get; }

    /// <summary>
    /// The call's own exception, unchanged, or the cancellation of a caller that waited to be admitted; null if the call succeeded or was
    /// rejected.
    /// </summary>
    public Exception? Exception => _end.Exception;

    /// <summary>Why the call was rejected; null if it ran.</summary>
    public BreakerRejection? Rejection => _end.Rejection;

    /// <summary>Returns the result, or throws what <c>Guard</c> would have thrown.</summary>
    public T GetResult()
    {
        _end.ThrowIfNotSuccess();
        return Result!;
    }

    internal GuardOutcome WithoutResult => _end;

    internal static GuardOutcome<T> Succeeded(T result) => new(GuardOutcome.Succeeded, result);

    internal static GuardOutcome<T> Failed(Exception exception) => new(GuardOutcome.Failed(exception), default);

    internal static GuardOutcome<T> Rejected(Gate gate) => new(GuardOutcome.Rejected(gate), default);

    internal static GuardOutcome<T> Rejected(Gate gate, RejectionCause cause) => new(GuardOutcome.Rejected(gate, cause), default);
}
