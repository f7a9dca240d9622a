namespace Failfast;

/// <summary>A change of a breaker's state.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerTransition")]
public sealed record BreakerTransition
{
    /// <summary>The state it left.</summary>
    [Id(0)]
    public BreakerState From { get; init; }

    /// <summary>The state it entered.</summary>
    [Id(1)]
    public BreakerState To { get; init; }

    /// <summary>Why, for people.</summary>
    [Id(2)]
    public required string Reason { get; init; }

    /// <summary>Who made it.</summary>
    [Id(3)]
    public TransitionActor Actor { get; init; }

    /// <summary>How long ago it was.</summary>
    [Id(4)]
    public TimeSpan Age { get; init; }

    /// <summary>The number of the transition: how many the breaker had made in the cluster, this one included.</summary>
    [Id(5)]
    public long Generation { get; init; }
}
