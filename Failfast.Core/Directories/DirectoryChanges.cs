namespace Failfast.Directories;

/// <summary>What has changed since some positions.</summary>
[GenerateSerializer, Immutable, Alias("failfast.DirectoryChanges")]
internal sealed record DirectoryChanges
{
    [Id(0)]
    public required BreakerChange[] Changes { get; init; }

    /// <summary>To ask with the next time.</summary>
    [Id(1)]
    public required SiloPosition[] Positions { get; init; }
}
