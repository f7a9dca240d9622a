using Failfast;
using Failfast.Hosting;
using Failfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Orleans.Hosting;

/// <summary>Adds Failfast to silos.</summary>
public static class FailfastSiloBuilderExtensions
{
    /// <summary>Adds breaker grains and the guard to this silo; configured by the section <c>Failfast</c>.</summary>
    public static ISiloBuilder AddFailfast(this ISiloBuilder silo) =>
        silo.AddFailfast(silo.Configuration.GetSection("Failfast"), null);

    /// <summary>Adds breaker grains and the guard to this silo; configured by the section <c>Failfast</c>, then by code.</summary>
    public static ISiloBuilder AddFailfast(this ISiloBuilder silo, Action<FailfastOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return silo.AddFailfast(silo.Configuration.GetSection("Failfast"), configure);
    }

    /// <summary>Adds breaker grains and the guard to this silo; configured by the section given.</summary>
    public static ISiloBuilder AddFailfast(this ISiloBuilder silo, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return silo.AddFailfast(section, null);
    }

    private static ISiloBuilder AddFailfast(
        this ISiloBuilder silo, IConfigurationSection section, Action<FailfastOptions>? configure)
    {
        silo.Services.AddFailfastGuard(section, configure);
        silo.Services.AddGuardedGrains();
        silo.Services.TryAddSingleton<BreakerStorageSource>();
        silo.Services.TryAddSingleton<GrainMetrics>();
        silo.Services.TryAddSingleton(static services => new StormLog(
            services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Grains), new QuietLogger(services.GetRequiredService<ILogger<BreakerGrain>>())));
        silo.Services.AddPatientStorageStart();
        silo.Services.AddBreakerDirectory();
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, SiloBreakerPrefetch>());
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, MembershipChanges>());
        return silo;
    }
}
