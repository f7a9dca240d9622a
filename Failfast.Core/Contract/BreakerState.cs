namespace Failfast;

/// <summary>The five states of a circuit breaker.</summary>
[GenerateSerializer, Alias("failfast.BreakerState")]
public enum BreakerState
{
    /// <summary>Calls go through and are counted.</summary>
    Closed = 0,

    /// <summary>Calls are rejected until the break ends.</summary>
    Open = 1,

    /// <summary>The break is over; a few probes decide whether the breaker closes or opens again.</summary>
    HalfOpen = 2,

    /// <summary>Held open by an operator until <see cref="IBreakerGrain.Close"/>.</summary>
    Isolated = 3,

    /// <summary>Every call goes through and nothing is counted.</summary>
    Disabled = 4,
}
