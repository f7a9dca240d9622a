using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Failfast.Local;

namespace Failfast;

/// <summary>How a call guarded by <c>TryGuard</c> ended: done, failed by its own exception, or rejected.</summary>
public readonly record struct GuardOutcome
{
    // One reference, so that an outcome is cheap to return: null for success, the call's exception, the gate that rejected it, or a
    // BreakerRejection if the gate alone does not describe it.
    private readonly object? _end;

    private GuardOutcome(object? end) => _end = end;

    /// <summary>Whether the call ran and ended without exception.</summary>
    public bool IsSuccess => _end is null;

    /// <summary>Whether the breaker rejected the call.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    public bool IsRejected => _end is Gate or BreakerRejection;

    /// <summary>
    /// The call's own exception, unchanged, or the cancellation of a caller that waited to be admitted; null if the call succeeded or was
    /// rejected.
    /// </summary>
    public Exception? Exception => _end as Exception;

    /// <summary>Why the call was rejected; null if it ran.</summary>
    public BreakerRejection? Rejection => _end switch
    {
        Gate gate => new BreakerRejection(gate),
        BreakerRejection rejection => rejection,
        _ => null,
    };

    /// <summary>Throws what <c>Guard</c> would have thrown, if anything.</summary>
    public void ThrowIfNotSuccess()
    {
        if (Rejection is { } rejection)
            throw rejection.ToException();
        if (Exception is { } exception)
            ExceptionDispatchInfo.Throw(exception);
    }

    internal static GuardOutcome Succeeded => default;

    internal static GuardOutcome Failed(Exception exception) => new(exception);

    internal static GuardOutcome Rejected(Gate gate) => new(gate);

    internal static GuardOutcome Rejected(Gate gate, RejectionCause cause) =>
        BreakerRejection.Here(gate, cause) is { IsByStateAlone: false } rejection ? new(rejection) : new(gate);
}
