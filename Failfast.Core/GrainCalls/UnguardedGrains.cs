using Failfast.GrainCalls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

[assembly: TypeManifestProvider(typeof(UnguardedGrains))]

namespace Failfast.GrainCalls;

/// <summary>
/// Keeps a silo from starting that has <see cref="GuardedByAttribute"/> on its grains but no guard, because <c>AddFailfast</c> was not
/// called. Orleans creates it, as part of this assembly's manifest, in every process that references the assembly; on clients it does
/// nothing.
/// </summary>
internal sealed class UnguardedGrains(IServiceProvider services) : TypeManifestProviderBase
{
    protected override void ConfigureInner(TypeManifestOptions config)
    {
        if (services.GetService<IServiceProviderIsService>() is not { } known
            || !known.IsService(typeof(ILocalSiloDetails)) || known.IsService(typeof(SettingsCatalog)))
        {
            return;
        }

        var all = new TypeManifestOptions();
        foreach (var manifest in services.GetServices<IConfigureOptions<TypeManifestOptions>>().Where(manifest => manifest is not UnguardedGrains))
            manifest.Configure(all);
        var grains = all.InterfaceImplementations.Where(type => type is { IsInterface: false, IsAbstract: false } && typeof(IGrain).IsAssignableFrom(type))
            .Where(type => !GrainContracts.IsOrleans(type) && CoveredMethod.Of(type).Any()).Select(GuardMark.NameOf).Order(StringComparer.Ordinal).ToList();
        if (grains.Count > 0)
        {
            throw new OrleansConfigurationException(
                $"[GuardedBy] is not in force on {string.Join(", ", grains)}: this silo has no guard. Call AddFailfast() on its ISiloBuilder " +
                "(in UseOrleans(silo => silo.AddFailfast())), or remove the attribute.");
        }
    }
}
