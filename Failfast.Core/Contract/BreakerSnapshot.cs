namespace Failfast;

/// <summary>A breaker at one instant.</summary>
[GenerateSerializer, Alias("failfast.BreakerSnapshot")]
public sealed record BreakerSnapshot
{
    /// <summary>The breaker's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The state in effect: <see cref="BreakerState.HalfOpen"/> once a break is over.</summary>
    [Id(1)]
    public BreakerState State { get; init; }

    /// <summary>Who decided on the state.</summary>
    [Id(2)]
    public BreakerScope Scope { get; init; }

    /// <summary>How many transitions the breaker has made in the cluster.</summary>
    [Id(3)]
    public long Generation { get; init; }

    /// <summary>When to try again: zero when calls are admitted, null when only an operator can say.</summary>
    [Id(4)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The number of breaks in a row, including the current one; 0 when closed.</summary>
    [Id(5)]
    public int Breaks { get; init; }

    /// <summary>Why the breaker is in this state, in words for people; null if there was never a transition.</summary>
    [Id(6)]
    public string? Reason { get; init; }

    /// <summary>The settings in force.</summary>
    [Id(7)]
    public required BreakerSettings Settings { get; init; }
}
