using Orleans.Concurrency;

namespace Failfast.Directories;

/// <summary>Asks all silos, and the index, and puts their answers together.</summary>
[StatelessWorker, Reentrant, GrainType(DirectoryGrainId.GrainType)]
internal sealed class DirectoryGrain(PageAssembly pages, ChangeAssembly changes, IndexClient index, SiloListing local) : Grain, IBreakerDirectoryGrain
{
    public Task<BreakerPage> List(BreakerQuery query) => pages.Page(BreakerQueryRules.Check(query));

    public Task<DirectoryChanges> Changes(string? prefix, SiloPosition[]? positions) => changes.Since(prefix, positions);

    public async Task<bool> Forget(string name)
    {
        var wasKnown = await index.Forget(BreakerName.Check(name));
        // Whoever watches asks this silo too.
        if (wasKnown)
            local.Changed(name);
        return wasKnown;
    }
}
