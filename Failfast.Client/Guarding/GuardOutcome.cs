using System.Runtime.ExceptionServices;

namespace Failfast;

/// <summary>How a call guarded by <c>TryGuard</c> ended: done, failed by its own exception, or rejected.</summary>
public readonly record struct GuardOutcome
{
    private GuardOutcome(Exception? exception, BreakerRejection? rejection) => (Exception, Rejection) = (exception, rejection);

    /// <summary>Whether the call ran and ended without exception.</summary>
    public bool IsSuccess => Exception is null && Rejection is null;

    /// <summary>Whether the breaker rejected the call.</summary>
    public bool IsRejected => Rejection is not null;

    /// <summary>The call's own exception, untouched; null if it ended well or didn't run.</summary>
    public Exception? Exception { get; }

    /// <summary>Why the call was rejected; null if it ran.</summary>
    public BreakerRejection? Rejection { get; }

    /// <summary>Throws what <c>Guard</c> would have thrown, if anything.</summary>
    public void ThrowIfNotSuccess()
    {
        if (Rejection is { } rejection)
            throw rejection.ToException();
        if (Exception is { } exception)
            ExceptionDispatchInfo.Throw(exception);
    }

    internal static GuardOutcome Succeeded => default;

    internal static GuardOutcome Failed(Exception exception) => new(exception, null);

    internal static GuardOutcome Rejected(BreakerRejection rejection) => new(null, rejection);
}
