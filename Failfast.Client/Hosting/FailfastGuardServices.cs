using System.ComponentModel;
using Failfast.Contract;
using Failfast.GrainCalls;
using Failfast.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        if (services.Any(service => service.ServiceType == typeof(LocalBreakers)))
            return services;
        services.AddSingleton<LocalBreakers>();
        services.AddSingleton<IProcessBreakers>(static services => services.GetRequiredService<LocalBreakers>());
        services.AddSingleton<BreakerMetrics>();
        services.AddSingleton<SettingsComparison>();
        services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, BreakerInterfaceTypeProvider>());
        return services;
    }

    /// <summary>
    /// Guards the grains of this silo that carry <see cref="GuardedByAttribute"/>. If there are none, no filter is added.
    /// </summary>
    public static IServiceCollection AddGuardedGrains(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Transient<IConfigurationValidator, GuardedTypesValidator>());
        if (GuardedTypes.In(services).Any())
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IIncomingGrainCallFilter, GuardedByFilter>());
        return services;
    }

    /// <summary>Starts to warn of breakers that other silos configure differently; call it when the silo is up.</summary>
    public static void CompareSettings(this IServiceProvider services) => services.GetRequiredService<SettingsComparison>();

    /// <summary>Lets breakers whose grains did not answer ask again; call it when members of the cluster have come or gone.</summary>
    public static void NoteClusterChange(this IServiceProvider services) => LocalBreakers.Of(services).ClusterChanged();

    /// <summary>Requests the state of every breaker that configuration names; call it when Orleans is up.</summary>
    public static void PrefetchBreakers(this IServiceProvider services) => LocalBreakers.Of(services).Prefetch();
}
