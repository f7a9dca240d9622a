using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Failfast.Silo;

/// <summary>
/// Serves the page, the API and the silo's health, on loopback unless told otherwise; health alone and metrics on addresses of their own,
/// if there are such.
/// </summary>
internal sealed partial class HttpEndpoint(IServiceProvider silo, IConfiguration configuration, ILogger<HttpEndpoint> logger) : IHostedService
{
    private const string PagePrefix = "/failfast";

    private readonly List<WebApplication> _apps = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = HttpSettings.Read(configuration);
        if (settings.HealthUrl is { } healthUrl)
            await Start(WithHealth(HttpServer.Prepare(healthUrl, silo)), cancellationToken);
        if (TelemetryExport.PrometheusUrl(configuration) is { } metricsUrl)
            await Start(WithMetrics(metricsUrl), cancellationToken);
        if (settings.IsOff)
            return;
        try
        {
            await Start(WithPage(settings), cancellationToken);
            LogPage(settings.Url, PagePrefix);
        }
        // Nobody has asked for it there: a second silo on the machine starts without.
        catch (IOException taken) when (settings.IsDefault)
        {
            LogNoPage(settings.Url, taken.Message, HttpSettings.UrlKey);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var app in _apps)
        {
            await app.StopAsync(cancellationToken);
            await app.DisposeAsync();
        }
    }

    private WebApplication WithPage(HttpSettings settings)
    {
        var builder = HttpServer.Prepare(settings.Url, silo);
        builder.Services.AddSingleton(silo.GetRequiredService<IGrainFactory>());
        if (settings.HasKey)
            builder.Services.AddFailfastApiKeys(keys => (keys.SteerKey, keys.ReadKey) = (settings.ApiKey, settings.ReadKey));
        var app = WithHealth(builder);
        app.MapFailfast(PagePrefix, page =>
        {
            if (settings.HasKey)
                page.UseApiKeys();
        });
        return app;
    }

    private static WebApplication WithHealth(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.MapSiloHealth();
        return app;
    }

    private WebApplication WithMetrics(string url)
    {
        var app = HttpServer.Prepare(url, silo).Build();
        app.MapPrometheusScrapingEndpoint("/metrics", silo.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null);
        return app;
    }

    private async Task Start(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            _apps.Add(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
