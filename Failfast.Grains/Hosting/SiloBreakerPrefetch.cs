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
            // Created at start, so that the warning about missing storage appears there.
            services.GetRequiredService<BreakerStorageSource>();
            services.PrefetchBreakers();
            services.CompareSettings();
            return Task.CompletedTask;
        });
}
