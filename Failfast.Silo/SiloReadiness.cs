using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Failfast.Silo;

/// <summary>Ready is a silo that has joined the cluster and read its breakers, until it is told to stop.</summary>
internal sealed class SiloReadiness(IHostApplicationLifetime lifetime, BreakerReadiness breakers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The silo stops.")
            : !lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Unhealthy("The silo starts.")
            : !breakers.IsOver ? HealthCheckResult.Unhealthy("Stored breakers are being read.")
            : HealthCheckResult.Healthy());
}
