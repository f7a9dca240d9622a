namespace Failfast;

/// <summary>Something that has changed in the directory.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerChange")]
public sealed record BreakerChange
{
    /// <summary>What has happened.</summary>
    [Id(0)]
    public BreakerChangeKind Kind { get; init; }

    /// <summary>The breaker's name; null for <see cref="BreakerChangeKind.Reset"/>.</summary>
    [Id(1)]
    public string? Name { get; init; }

    /// <summary>The breaker as it is now; null unless it has <see cref="BreakerChangeKind.Changed"/>.</summary>
    [Id(2)]
    public BreakerSummary? Breaker { get; init; }
}
