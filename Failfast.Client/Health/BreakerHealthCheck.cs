using Failfast.Local;
using Failfast.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Failfast.Health;

/// <summary>
/// Reads this process's own copies and calls nobody. A breaker that is asleep hears of no change, so it has no influence; nor has a half-open
/// one, which may wait for its next caller for long.
/// </summary>
internal sealed class BreakerHealthCheck(LocalBreakers breakers, FailfastHealthOptions options) : IHealthCheck
{
    private const int MostNamed = 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = breakers.Clock.Now;
        var open = breakers.Known.Active()
            .Select(breaker => (breaker.Name, State: breaker.Gate.View.StateAt(now), IsVital: options.IsVital(breaker.Name)))
            .Where(it => it.State is BreakerState.Open or BreakerState.Isolated)
            .OrderByDescending(it => it.IsVital).ThenBy(it => it.Name, StringComparer.Ordinal).ToList();
        if (open.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy("No breaker is open or isolated."));
        var named = open.Take(MostNamed).Select(it => $"{it.Name} ({Labels.Of(it.State)})");
        var more = open.Count > MostNamed ? $" and {open.Count - MostNamed} more" : "";
        return Task.FromResult(new HealthCheckResult(
            open[0].IsVital ? HealthStatus.Unhealthy : HealthStatus.Degraded,
            $"Open or isolated: {string.Join(", ", named)}{more}.",
            data: open.Take(MostNamed).ToDictionary(it => it.Name, it => (object)Labels.Of(it.State))));
    }
}
