namespace Failfast.Directories;

/// <summary>What has changed on one silo.</summary>
[GenerateSerializer, Immutable, Alias("failfast.SiloChanges")]
internal sealed record SiloChanges
{
    /// <summary>To ask with the next time.</summary>
    [Id(0)]
    public long Version { get; init; }

    /// <summary>More than the silo remembers.</summary>
    [Id(1)]
    public bool AreTooMany { get; init; }

    [Id(2)]
    public BreakerSummary[] Changed { get; init; } = [];

    /// <summary>Names that aren't active here any more.</summary>
    [Id(3)]
    public string[] Gone { get; init; } = [];
}
