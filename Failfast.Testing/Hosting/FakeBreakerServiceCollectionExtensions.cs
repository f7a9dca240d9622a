using Failfast;
using Failfast.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds fake breakers to the services of a test.</summary>
public static class FakeBreakerServiceCollectionExtensions
{
    /// <summary>
    /// Makes every breaker that comes from the <see cref="IGrainFactory"/> a <see cref="FakeBreaker"/>. Other grains come from the factory that
    /// was registered before, if there is one. The fakes are in the service <see cref="FakeBreakers"/>; their clock is the service
    /// <see cref="TimeProvider"/>, if there is one.
    /// </summary>
    /// <remarks>
    /// Call it last, as in <c>ConfigureTestServices</c>. Code that takes an <c>IClusterClient</c> for a grain factory gets no fakes.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">The breakers' settings, and what counts as a failure.</param>
    public static IServiceCollection AddFakeBreakers(this IServiceCollection services, Action<FailfastOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new Setup(configure));
        if (services.Any(service => service.ServiceType == typeof(FakeBreakers)))
            return services;
        var before = services.LastOrDefault(service => service.ServiceType == typeof(IGrainFactory) && !service.IsKeyedService);
        services.AddSingleton(provider =>
        {
            // Only when a grain is asked for that is no breaker: it may need a cluster.
            var others = new Lazy<IGrainFactory?>(() => Create(before, provider));
            return new FakeBreakers(Combine(provider.GetServices<Setup>()), provider.GetService<TimeProvider>(), () => others.Value);
        });
        return services.AddSingleton(static provider => provider.GetRequiredService<FakeBreakers>().GrainFactory);
    }

    private static Action<FailfastOptions> Combine(IEnumerable<Setup> setups) => options =>
    {
        foreach (var setup in setups)
            setup.Configure?.Invoke(options);
    };

    private static IGrainFactory? Create(ServiceDescriptor? registered, IServiceProvider services) => (IGrainFactory?)(registered switch
    {
        null => null,
        { ImplementationInstance: { } instance } => instance,
        { ImplementationFactory: { } create } => create(services),
        { ImplementationType: { } type } => ActivatorUtilities.CreateInstance(services, type),
        _ => null,
    });

    private sealed record Setup(Action<FailfastOptions>? Configure);
}
