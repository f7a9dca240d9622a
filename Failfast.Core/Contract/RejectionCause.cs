namespace Failfast;

/// <summary>What made a breaker reject a call.</summary>
[GenerateSerializer, Alias("failfast.RejectionCause")]
public enum RejectionCause
{
    /// <summary>Its state: open, isolated, or half-open with all probes taken.</summary>
    State = 0,

    /// <summary>As many calls were running in this process as <see cref="BreakerSettings.MaxConcurrentCalls"/> allows.</summary>
    Concurrency = 1,

    /// <summary>It has closed only lately, and admits a growing share of calls (<see cref="BreakerSettings.RampUpDuration"/>).</summary>
    RampUp = 2,
}
