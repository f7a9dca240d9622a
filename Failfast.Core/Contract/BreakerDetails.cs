namespace Failfast;

/// <summary>Everything that a breaker's grain can say about it, for a page of its own.</summary>
[GenerateSerializer, Alias("failfast.BreakerDetails")]
public sealed record BreakerDetails
{
    /// <summary>What <see cref="IBreakerGrain.GetStatus"/> answers.</summary>
    [Id(0)]
    public required BreakerStatus Status { get; init; }

    /// <summary>The last transitions that the grain has seen since it became active, the latest first: at most 20.</summary>
    [Id(1)]
    public IReadOnlyList<BreakerTransition> Transitions { get; init; } = [];

    /// <summary>The hosts that have spoken to the grain lately, by readable name.</summary>
    [Id(2)]
    public IReadOnlyList<BreakerHost> Hosts { get; init; } = [];
}
