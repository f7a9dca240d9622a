using Orleans.Concurrency;

namespace Failfast.Directories;

/// <summary>Remembers some of the breakers that operators have changed.</summary>
[Alias("failfast.IIndexShardGrain"), GrainInterfaceType("failfast.IIndexShardGrain")]
internal interface IIndexShardGrain : IGrainWithStringKey
{
    /// <summary>Returns when everything is stored.</summary>
    [Alias("note"), ResponseTimeout("00:01:05")]
    Task Note(IndexEntry[] entries);

    /// <summary>Returns when it is stored.</summary>
    /// <returns>Whether it was remembered.</returns>
    [Alias("forget"), ResponseTimeout("00:01:05")]
    Task<bool> Forget(string name);

    /// <summary>What is remembered, as far as storage was read.</summary>
    [Alias("find"), ResponseTimeout("00:00:02"), AlwaysInterleave]
    Task<IndexFindings> Find(string? prefix);
}
