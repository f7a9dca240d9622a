namespace Failfast;

/// <summary>A guarded call was rejected without being run. Crosses grain calls with all its data.</summary>
[GenerateSerializer, Alias("failfast.BreakerOpenException")]
public sealed class BreakerOpenException : Exception
{
    /// <summary>Creates the exception.</summary>
    public BreakerOpenException(
        string breakerName, BreakerState state, TimeSpan? retryAfter, string? reason, RejectionCause cause = RejectionCause.State)
    {
        BreakerName = breakerName;
        State = state;
        RetryAfter = retryAfter;
        Reason = reason;
        Cause = cause;
    }

    /// <summary>The name of the breaker that rejected the call.</summary>
    [Id(0)]
    public string BreakerName { get; }

    /// <summary>The state the breaker was in.</summary>
    [Id(1)]
    public BreakerState State { get; }

    /// <summary>When to try again; null when only an operator can say.</summary>
    [Id(2)]
    public TimeSpan? RetryAfter { get; }

    /// <summary>Why the call was rejected, in words for people.</summary>
    [Id(3)]
    public string? Reason { get; }

    /// <summary>Whether the breaker's state rejected the call, or one of its limits.</summary>
    [Id(4)]
    public RejectionCause Cause { get; }

    /// <inheritdoc/>
    // Formatted only when read: rejections are frequent and most messages are never read.
    public override string Message => Describe(BreakerName, State, RetryAfter, Reason, Cause);

    private static string Describe(string name, BreakerState state, TimeSpan? retryAfter, string? reason, RejectionCause cause)
    {
        var what = state switch
        {
            _ when cause == RejectionCause.Concurrency => $"Breaker '{name}' has no place left for a call in this process",
            _ when cause == RejectionCause.RampUp => $"Breaker '{name}' admits only a share of calls so soon after closing",
            BreakerState.Isolated => $"Breaker '{name}' is isolated by an operator",
            BreakerState.HalfOpen => $"Breaker '{name}' is half-open and its probes are taken",
            _ => $"Breaker '{name}' is open",
        };
        var why = string.IsNullOrEmpty(reason) ? "" : $" ({reason})";
        var then = retryAfter is { } wait
            ? $"; try again in {Math.Max(0, wait.TotalSeconds):0.###} s."
            : "; it stays so until an operator closes it.";
        return what + why + then;
    }
}
