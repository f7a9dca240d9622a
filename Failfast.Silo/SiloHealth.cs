using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Silo;

/// <summary>
/// Where the silo answers for its health. Liveness asks for nothing but an answer, and no breaker's state has a say in readiness: an open
/// one is no reason to restart a silo, or to send it no traffic.
/// </summary>
internal static class SiloHealth
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    private const string Ready = "ready";

    public static void AddSiloHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<SiloReadiness>("silo", tags: [Ready]);

    public static void MapSiloHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }
}
