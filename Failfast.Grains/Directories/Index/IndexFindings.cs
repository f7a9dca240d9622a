namespace Failfast.Directories;

/// <summary>What the index remembers, be it active or not.</summary>
[GenerateSerializer, Immutable, Alias("failfast.IndexFindings")]
internal sealed record IndexFindings
{
    [Id(0)]
    public BreakerSummary[] Breakers { get; init; } = [];

    /// <summary>False if something could not be read from storage in time.</summary>
    [Id(1)]
    public bool IsComplete { get; init; }
}
