using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

/// <summary>
/// Serves liveness, and readiness once the silo is in the cluster and has read its breakers, over plain HTTP at the address of the setting
/// <see cref="UrlKey"/>; disabled without it. A breaker's state has no influence: an open one is no reason to restart a silo.
/// </summary>
internal sealed class HttpEndpoint(IConfiguration configuration, IHostApplicationLifetime lifetime, BreakerReadiness breakers) : IHostedService
{
    public const string UrlKey = "Http:Url";
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    private WebApplication? _app;

    private bool IsReady => lifetime.ApplicationStarted.IsCancellationRequested && breakers.IsOver
        && !lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration[UrlKey] is not { Length: > 0 } url)
            return;
        // An empty builder, because a default one would read some of the silo's settings.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not { } app)
            return;
        await app.StopAsync(cancellationToken);
        await app.DisposeAsync();
    }

    private Task Answer(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        context.Response.StatusCode = context.Request.Path.Value switch
        {
            LivePath => StatusCodes.Status200OK,
            ReadyPath => IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status404NotFound,
        };
        return context.Response.WriteAsync(context.Response.StatusCode == StatusCodes.Status200OK ? "ok\n" : "no\n");
    }
}
