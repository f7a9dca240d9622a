using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace Failfast.Tests.Storage;

/// <summary>The cluster's grain directory, for all silos of a test; it can be made to forget a grain, as one does that was split.</summary>
public sealed class ForgetfulDirectory : IGrainDirectory, IGrainDirectoryResolver
{
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _entries = new();

    public void Forget(GrainId grain) => Assert.True(_entries.TryRemove(grain, out _), $"{grain} was not known.");

    /// <summary>It is the directory of breakers, and of nothing else.</summary>
    public bool TryResolveGrainDirectory(
        GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = grainType == GrainType.Create("failfast.breaker") ? this : null;
        return grainDirectory is not null;
    }

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(_entries.GetOrAdd(address.GrainId, address));

    public Task Unregister(GrainAddress address)
    {
        _entries.TryRemove(KeyValuePair.Create(address.GrainId, address));
        return Task.CompletedTask;
    }

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(_entries.GetValueOrDefault(grainId));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses)
    {
        foreach (var entry in _entries.Where(entry => siloAddresses.Contains(entry.Value.SiloAddress!)))
            _entries.TryRemove(entry);
        return Task.CompletedTask;
    }
}
