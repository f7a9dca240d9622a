using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace Failfast.GrainCalls;

/// <summary>What Orleans will know of a silo's grains, before there is a silo to ask.</summary>
internal static class GrainManifest
{
    /// <summary>The grain classes; Orleans' own left out.</summary>
    public static IEnumerable<Type> Classes(IServiceCollection services)
    {
        var manifest = new TypeManifestOptions();
        foreach (var service in services.Where(service => service.ServiceType == typeof(IConfigureOptions<TypeManifestOptions>)))
            Provider(service)?.Configure(manifest);
        return manifest.InterfaceImplementations.Where(type => IsGrainClass(type) && !GrainContracts.IsOrleans(type));
    }

    public static bool IsGrainClass(Type type) => type is { IsInterface: false, IsAbstract: false } && typeof(IGrain).IsAssignableFrom(type);

    // What Orleans generates needs no services; what does comes too early here and is found at start.
    private static IConfigureOptions<TypeManifestOptions>? Provider(ServiceDescriptor service) =>
        (service.ImplementationInstance ?? (service.ImplementationType is { } type && IsPlain(type)
            ? Activator.CreateInstance(type, nonPublic: true)
            : null)) as IConfigureOptions<TypeManifestOptions>;

    private static bool IsPlain(Type type) => !GrainContracts.IsOrleans(type) &&
        type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, []) is not null;
}
