using Orleans.Services;

namespace Failfast.Directories;

/// <summary>What one silo tells of its breakers. Whoever asks doesn't wait for a silo that hangs.</summary>
// Its full name is part of its identity on the wire: never rename it.
[Alias("failfast.ISiloListingService"), GrainInterfaceType("failfast.ISiloListingService")]
internal interface ISiloListingService : IGrainService
{
    [Alias("page"), ResponseTimeout("00:00:02")]
    Task<SiloPage> Page(BreakerQuery query);

    [Alias("generations"), ResponseTimeout("00:00:02")]
    Task<long[]> Generations(string[] names);

    [Alias("changes"), ResponseTimeout("00:00:02")]
    Task<SiloChanges> Changes(string? prefix, long? since);
}
