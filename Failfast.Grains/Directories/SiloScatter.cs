using Failfast.Contract;
using Orleans.Runtime.Services;

namespace Failfast.Directories;

/// <summary>Puts one question to every silo at once. A silo that doesn't answer in time is left out, and named.</summary>
internal sealed class SiloScatter(IServiceProvider services, IClusterMembershipService membership, IClusterManifestProvider manifests)
    : GrainServiceClient<ISiloListingService>(services)
{
    /// <summary>How long anybody is waited for.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    private static readonly GrainType s_breaker = GrainType.Create(BreakerGrainId.GrainType);
    private static readonly GrainType s_directory = GrainType.Create(DirectoryGrainId.GrainType);

    /// <summary>The silos that may have breakers.</summary>
    public List<SiloAddress> Silos() =>
    [
        .. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && MayHave(member.SiloAddress, s_breaker))
            .Select(member => member.SiloAddress),
    ];

    public async Task<List<SiloAnswer<T>>> Ask<T>(IReadOnlyCollection<SiloAddress> silos, Func<ISiloListingService, SiloAddress, Task<T>> question)
        where T : class =>
        [.. await Task.WhenAll(silos.Select(silo => Ask(silo, question)))];

    /// <summary>Where each of these is active, and where its newest activation is.</summary>
    public async Task<Newest> Newest(IReadOnlyCollection<SiloAddress> silos, IEnumerable<string> names)
    {
        var (newest, asked) = (new Newest(), names.Distinct(StringComparer.Ordinal).ToArray());
        foreach (var answer in asked.Length == 0 ? [] : await Ask(silos, (silo, _) => silo.Generations(asked)))
            for (var i = 0; answer.Value is { } generations && i < asked.Length; i++)
                newest.Add(asked[i], generations[i], answer.Silo);
        return newest;
    }

    private async Task<SiloAnswer<T>> Ask<T>(SiloAddress silo, Func<ISiloListingService, SiloAddress, Task<T>> question)
        where T : class
    {
        // One of an earlier version has breakers, and can't be asked.
        if (!MayHave(silo, s_directory))
            return new(silo, null);
        try
        {
            return new(silo, await question(GetGrainService(silo), silo).WaitAsync(Budget));
        }
        catch (Exception)
        {
            return new(silo, null);
        }
    }

    // What grains a silo that has just joined has is not known at once.
    private bool MayHave(SiloAddress silo, GrainType type) =>
        !manifests.Current.Silos.TryGetValue(silo, out var manifest) || manifest.Grains.ContainsKey(type);
}
