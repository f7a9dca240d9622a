namespace Failfast;

/// <summary>
/// A guarded call was given up because it took longer than its breaker allows. Its delegate goes on if it ignores its cancellation token.
/// Crosses grain calls with all its data.
/// </summary>
// The alias is part of the wire format and never changes: it is the first name of the type.
[GenerateSerializer, Alias("failfast.TimeoutRejectedException")]
public sealed class CallTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    public CallTimeoutException(string breakerName, TimeSpan timeout)
        : base($"A call guarded by breaker '{breakerName}' was given up: it took longer than {timeout.TotalSeconds:0.###} s (CallTimeout).")
    {
        BreakerName = breakerName;
        Timeout = timeout;
    }

    /// <summary>The name of the breaker that guarded the call.</summary>
    [Id(0)]
    public string BreakerName { get; }

    /// <summary>The time limit of the call.</summary>
    [Id(1)]
    public TimeSpan Timeout { get; }
}
