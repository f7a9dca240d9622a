namespace Failfast;

/// <summary>A page of the directory.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerPage")]
public sealed record BreakerPage
{
    /// <summary>
    /// The breakers, worst first: by <see cref="BreakerSummary.Attention"/>, then by name. A page can have fewer than were asked for, and
    /// others still follow.
    /// </summary>
    [Id(0)]
    public required IReadOnlyList<BreakerSummary> Breakers { get; init; }

    /// <summary>Gives the next page if put into the query; null on the last one.</summary>
    [Id(1)]
    public string? Continuation { get; init; }

    /// <summary>How many breakers match the whole query, on all pages.</summary>
    [Id(2)]
    public int Total { get; init; }

    /// <summary>How many breakers match the prefix, by state, whatever states the query asks for.</summary>
    [Id(3)]
    public required BreakerCounts Counts { get; init; }

    /// <summary>
    /// What did not answer in time: silos by their address, and <c>index</c> for the memory of what operators have changed. Empty if
    /// all did.
    /// </summary>
    [Id(4)]
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Breakers may be missing, because something did not answer in time.</summary>
    public bool IsPartial => Missing.Count > 0;
}
