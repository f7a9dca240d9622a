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
        var prometheus = builder.Configuration[PrometheusKey];
        if (!usesOtlp && string.IsNullOrEmpty(prometheus))
            return;
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddFailfastInstrumentation();
            if (usesOtlp)
                metrics.AddOtlpExporter();
            if (!string.IsNullOrEmpty(prometheus))
                metrics.AddPrometheusHttpListener(options => Listen(options, prometheus));
        });
        if (usesOtlp)
            telemetry.WithTracing(traces => traces.AddFailfastInstrumentation().AddOtlpExporter());
    }

    private static void Listen(PrometheusHttpListenerOptions options, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
            throw new InvalidOperationException($"{PrometheusKey} is '{url}': it must be a URL of http, such as http://127.0.0.1:9464/.");
        (options.Host, options.Port) = (address.Host, address.Port);
        // Names as every version of Prometheus knows them.
        options.TranslationStrategy = PrometheusHttpListenerTranslationStrategy.UnderscoreEscapingWithSuffixes;
    }
}
