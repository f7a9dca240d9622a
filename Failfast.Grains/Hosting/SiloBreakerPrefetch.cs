using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Hosting;

/// <summary>Fetches the breakers that configuration names as soon as the silo is up.</summary>
internal sealed class SiloBreakerPrefetch(IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloBreakerPrefetch),
        ServiceLifecycleStage.Active,
        _ =>
        {
            // Now rather than with the first breaker: the warning about missing storage belongs to the start.
            services.GetRequiredService<BreakerStorageSource>();
            services.PrefetchBreakers();
            services.CompareSettings();
            return Task.CompletedTask;
        });
}
