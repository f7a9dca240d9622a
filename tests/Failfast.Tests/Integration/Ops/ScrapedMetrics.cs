using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Failfast.Tests.Integration.Ops;

/// <summary>What this process measures, for Prometheus at <c>/metrics</c> of a free port.</summary>
internal sealed class ScrapedMetrics : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScrapedMetrics(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<ScrapedMetrics> Start()
    {
        var builder = LoopbackApp.Prepare();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddFailfastInstrumentation().AddPrometheusExporter(
            options => options.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithSuffixes));
        var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync();
        return new ScrapedMetrics(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
