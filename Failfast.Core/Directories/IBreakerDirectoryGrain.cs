namespace Failfast.Directories;

/// <summary>Answers for all silos. Any silo can do that, so that one near the asker does.</summary>
[Alias("failfast.IBreakerDirectoryGrain"), GrainInterfaceType("failfast.IBreakerDirectoryGrain")]
internal interface IBreakerDirectoryGrain : IGrainWithStringKey
{
    [Alias("list"), ResponseTimeout("00:00:10")]
    Task<BreakerPage> List(BreakerQuery query);

    /// <param name="prefix">Of the names to be told of; null for all.</param>
    /// <param name="positions">What the last answer said; null for the first question.</param>
    [Alias("changes"), ResponseTimeout("00:00:10")]
    Task<DirectoryChanges> Changes(string? prefix, SiloPosition[]? positions);

    [Alias("forget"), ResponseTimeout("00:00:35")]
    Task<bool> Forget(string name);
}
