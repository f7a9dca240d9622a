using Failfast;
using Failfast.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Hosting;

/// <summary>Adds Failfast to Orleans clients.</summary>
/// <remarks>
/// All settings are validated at start, and one <c>OptionsValidationException</c> lists every error. What a silo configures for a breaker is in
/// force on every host; a client's settings serve it only while it has not heard from the grain. Rules in code (<c>ShouldHandle</c>,
/// <c>Ignore</c>) apply in the process that has them. Calling it again adds nothing twice.
/// </remarks>
public static class FailfastClientBuilderExtensions
{
    /// <summary>Lets this client guard calls; configured by the section <c>Failfast</c>.</summary>
    public static IClientBuilder AddFailfast(this IClientBuilder client) =>
        client.AddFailfast(client.Configuration.GetSection("Failfast"), null);

    /// <summary>Lets this client guard calls; configured by the section <c>Failfast</c>, then by code.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public static IClientBuilder AddFailfast(this IClientBuilder client, Action<FailfastOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return client.AddFailfast(client.Configuration.GetSection("Failfast"), configure);
    }

    /// <summary>Lets this client guard calls; configured by the section given.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is null.</exception>
    public static IClientBuilder AddFailfast(this IClientBuilder client, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return client.AddFailfast(section, null);
    }

    private static IClientBuilder AddFailfast(
        this IClientBuilder client, IConfigurationSection section, Action<FailfastOptions>? configure)
    {
        client.Services.AddFailfastGuard(section, configure);
        client.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<IClusterClientLifecycle>, BreakerPrefetch>());
        client.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IClusterConnectionStatusObserver, GatewayChanges>());
        return client;
    }
}
