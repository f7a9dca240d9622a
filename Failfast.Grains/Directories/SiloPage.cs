namespace Failfast.Directories;

/// <summary>What one silo has for a page.</summary>
[GenerateSerializer, Immutable, Alias("failfast.SiloPage")]
internal sealed record SiloPage
{
    /// <summary>The first of those that follow the page before, in no order, and no more than a page.</summary>
    [Id(0)]
    public BreakerSummary[] Breakers { get; init; } = [];

    [Id(1)]
    public required BreakerCounts Counts { get; init; }

    [Id(2)]
    public int Total { get; init; }

    /// <summary>Where the last of them stands, if others follow; null if none does.</summary>
    [Id(3)]
    public SortKey? Last { get; init; }
}
