using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Failfast.Silo;

/// <summary>
/// Says that the process lives, and when the silo is in the cluster and has read its breakers. No breaker's state has a say in it: an open
/// one is no reason to restart a silo.
/// </summary>
internal sealed class HealthAnswers(IHostApplicationLifetime lifetime, BreakerReadiness breakers)
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    private bool IsReady => lifetime.ApplicationStarted.IsCancellationRequested && breakers.IsOver
        && !lifetime.ApplicationStopping.IsCancellationRequested;

    public void Map(IEndpointRouteBuilder app)
    {
        app.Map(LivePath, context => Answer(context, isWell: true));
        app.Map(ReadyPath, context => Answer(context, IsReady));
    }

    private static Task Answer(HttpContext context, bool isWell)
    {
        context.Response.ContentType = "text/plain";
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(isWell ? "ok\n" : "no\n");
    }
}
