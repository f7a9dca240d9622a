namespace Failfast.Hosting;

/// <summary>Fetches the breakers that configuration names as soon as the client is connected.</summary>
internal sealed class BreakerPrefetch(IServiceProvider services) : ILifecycleParticipant<IClusterClientLifecycle>
{
    public void Participate(IClusterClientLifecycle observer) => observer.Subscribe(
        nameof(BreakerPrefetch),
        ServiceLifecycleStage.Active,
        _ =>
        {
            services.PrefetchBreakers();
            return Task.CompletedTask;
        });
}
