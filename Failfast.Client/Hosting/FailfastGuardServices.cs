using System.ComponentModel;
using Failfast.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Hosting;

/// <summary>Registers the guard; <c>AddFailfast</c> on the builders calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FailfastGuardServices
{
    /// <summary>Adds the guard and its options, bound to <paramref name="section"/>. Calling it again adds nothing twice.</summary>
    public static IServiceCollection AddFailfastGuard(
        this IServiceCollection services, IConfigurationSection section, Action<FailfastOptions>? configure)
    {
        services.AddFailfastOptions(section);
        if (configure is not null)
            services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(HostBreakers)))
            return services;
        services.AddSingleton<HostBreakers>();
        services.AddSingleton<BreakerMetrics>();
        services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, BreakerInterfaceTypeProvider>());
        return services;
    }

    /// <summary>Asks the grains for every breaker that configuration names; call it when Orleans is up.</summary>
    public static void PrefetchBreakers(this IServiceProvider services) => HostBreakers.Of(services).Prefetch();
}
