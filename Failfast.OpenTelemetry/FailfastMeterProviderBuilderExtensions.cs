using Failfast;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Metrics;

/// <summary>Adds Failfast's metrics to OpenTelemetry.</summary>
public static class FailfastMeterProviderBuilderExtensions
{
    // The gauge of states has five series for each breaker, a counter of transitions seldom more than eight.
    private const int SeriesPerBreaker = 8;

    /// <summary>
    /// Adds the meter <see cref="FailfastTelemetry.MeterName"/>. Each instrument may have eight series for each of
    /// <see cref="FailfastOptions.MaxMeasuredNames"/> breakers: OpenTelemetry's own limit is 2,000 in all, above which it would lump series
    /// together.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddFailfastInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMeter(FailfastTelemetry.MeterName);
        if (builder is IDeferredMeterProviderBuilder deferred)
            deferred.Configure(static (services, meters) => Raise(meters, services.GetService<IOptions<FailfastOptions>>()));
        return builder;
    }

    private static void Raise(MeterProviderBuilder meters, IOptions<FailfastOptions>? options)
    {
        var names = (options?.Value ?? new()).MaxMeasuredNames;
        // One more for all others.
        var limit = (names + 1) * SeriesPerBreaker;
        meters.AddView(instrument => instrument.Meter.Name == FailfastTelemetry.MeterName
            ? new MetricStreamConfiguration { CardinalityLimit = limit }
            : null);
    }
}
