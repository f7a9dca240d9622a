using Failfast;
using Failfast.Hosting;
using Failfast.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Orleans.Hosting;

/// <summary>Adds Failfast to silos.</summary>
/// <remarks>
/// All settings are validated at start, and one <c>OptionsValidationException</c> lists every error. What a silo configures for a breaker is in
/// force on every host; a client's settings serve it only while it has not heard from the grain. Rules in code (<c>ShouldHandle</c>,
/// <c>Ignore</c>) apply in the process that has them. Calling it again adds nothing twice.
/// State is kept in the grain storage named <c>failfast</c>, else in <c>Default</c>, else in memory with a warning at start.
/// </remarks>
public static class FailfastSiloBuilderExtensions
{
    /// <summary>Adds breaker grains and the guard to this silo; configured by the section <c>Failfast</c>.</summary>
    public static ISiloBuilder AddFailfast(this ISiloBuilder silo) =>
        silo.AddFailfast(silo.Configuration.GetSection("Failfast"), null);

    /// <summary>Adds breaker grains and the guard to this silo; configured by the section <c>Failfast</c>, then by code.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public static ISiloBuilder AddFailfast(this ISiloBuilder silo, Action<FailfastOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return silo.AddFailfast(silo.Configuration.GetSection("Failfast"), configure);
    }

    /// <summary>Adds breaker grains and the guard to this silo; configured by the section given.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is null.</exception>
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
