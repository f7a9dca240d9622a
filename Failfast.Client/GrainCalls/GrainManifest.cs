using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace Failfast.GrainCalls;

/// <summary>Finds the grain classes that a silo will have, before it is built.</summary>
internal static class GrainManifest
{
    /// <summary>The grain classes, without Orleans' own.</summary>
    public static IEnumerable<Type> Classes(IServiceCollection services)
    {
        var manifest = new TypeManifestOptions();
        foreach (var service in services.Where(service => service.ServiceType == typeof(IConfigureOptions<TypeManifestOptions>)))
            Provider(service)?.Configure(manifest);
        return manifest.InterfaceImplementations.Where(type => IsGrainClass(type) && !GrainContracts.IsOrleans(type));
    }

    public static bool IsGrainClass(Type type) => type is { IsInterface: false, IsAbstract: false } && typeof(IGrain).IsAssignableFrom(type);

    // Generated providers need no services. Grains of providers that do are found at start.
    private static IConfigureOptions<TypeManifestOptions>? Provider(ServiceDescriptor service) =>
        (service.ImplementationInstance ?? (service.ImplementationType is { } type && IsPlain(type)
            ? Activator.CreateInstance(type, nonPublic: true)
            : null)) as IConfigureOptions<TypeManifestOptions>;

    private static bool IsPlain(Type type) => !GrainContracts.IsOrleans(type) &&
        type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, []) is not null;
}
