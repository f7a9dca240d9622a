using Microsoft.Extensions.Logging;

namespace Failfast.Directories;

/// <summary>Answers for the breakers of this silo.</summary>
[GrainType("failfast.silolisting")]
internal sealed class SiloListingService(GrainId id, Silo silo, ILoggerFactory loggers, SiloListing listing)
    : GrainService(id, silo, loggers), ISiloListingService
{
    public Task<SiloPage> Page(BreakerQuery query) => Task.FromResult(listing.Page(query));

    public Task<long[]> Generations(string[] names) => Task.FromResult(listing.Generations(names));

    public Task<SiloChanges> Changes(string? prefix, long? since) => Task.FromResult(listing.Changes(prefix, since));
}
