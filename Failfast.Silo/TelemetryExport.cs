using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Failfast.Silo;

/// <summary>
/// Exports metrics and traces by OTLP if OpenTelemetry's environment variable <see cref="OtlpKey"/> is set, and metrics to Prometheus at the
/// address of the setting <see cref="PrometheusKey"/>. Without either nothing is measured.
/// </summary>
internal static class TelemetryExport
{
    public const string OtlpKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Such as <c>http://127.0.0.1:9464/</c>. There is no authentication: whoever reaches it reads the names of breakers.</summary>
    public const string PrometheusKey = "Prometheus:Url";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var usesOtlp = builder.Configuration[OtlpKey] is { Length: > 0 };
        var usesPrometheus = PrometheusUrl(builder.Configuration) is not null;
        if (!usesOtlp && !usesPrometheus)
            return;
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddFailfastInstrumentation();
            if (usesOtlp)
                metrics.AddOtlpExporter();
            if (usesPrometheus)
                metrics.AddPrometheusExporter(UseKnownNames);
        });
        if (usesOtlp)
            telemetry.WithTracing(traces => traces.AddFailfastInstrumentation().AddOtlpExporter());
    }

    /// <summary>Where Prometheus finds the metrics; null if it shall not.</summary>
    /// <exception cref="InvalidOperationException">The setting is no address.</exception>
    public static string? PrometheusUrl(IConfiguration configuration)
    {
        var url = configuration[PrometheusKey];
        if (string.IsNullOrEmpty(url))
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", AbsolutePath: "/" }
            ? url
            : throw new InvalidOperationException(
                $"{PrometheusKey} is '{url}': it must be a URL of http or https without a path, such as http://127.0.0.1:9464/. The metrics are at /metrics below it.");
    }

    // Names as every version of Prometheus knows them.
    private static void UseKnownNames(PrometheusAspNetCoreOptions options) =>
        options.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithSuffixes;
}
