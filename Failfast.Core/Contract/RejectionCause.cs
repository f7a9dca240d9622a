namespace Failfast;

/// <summary>What made a breaker reject a call.</summary>
[GenerateSerializer, Alias("failfast.RejectionCause")]
public enum RejectionCause
{
    /// <summary>Its state: open, isolated, or half-open with all probe leases granted.</summary>
    State = 0,

    /// <summary>The limit <see cref="BreakerSettings.MaxConcurrentCalls"/> was reached in this process.</summary>
    Concurrency = 1,

    /// <summary>The breaker closed recently and admits a growing share of calls (<see cref="BreakerSettings.RampUpDuration"/>).</summary>
    RampUp = 2,
}
