using System.Diagnostics;
using System.Diagnostics.Metrics;
using Failfast.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Local;

/// <summary>The instruments of this process's breakers.</summary>
internal sealed class BreakerMetrics
{
    private readonly Counter<long>? _rejections;
    private readonly Histogram<double>? _propagation;
    private readonly Histogram<double>? _durations;

    /// <param name="services">Without an <see cref="IMeterFactory"/> among them nothing is measured.</param>
    /// <param name="names">Bounds the number of series.</param>
    /// <param name="settings">Says whether the durations of calls are measured.</param>
    public BreakerMetrics(IServiceProvider services, MeasuredNames names, SettingsCatalog settings)
    {
        Names = names;
        Meter = services.GetService<IMeterFactory>()?.Create(FailfastTelemetry.MeterName);
        if (Meter is not { } meter)
            return;
        _rejections = meter.CreateCounter<long>(
            FailfastTelemetry.Rejections, "{call}", "Calls rejected, or that would have been rejected without ObserveOnly.");
        _propagation = meter.CreateHistogram(
            FailfastTelemetry.PropagationDuration, "s", "From a report of failures to the cluster's decision to open, as this process sees it.",
            advice: Buckets(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10));
        if (settings.Options.MeasureCallDuration)
            _durations = meter.CreateHistogram(
                FailfastTelemetry.CallDuration, "s", "How long guarded calls took.",
                advice: Buckets(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30));
        meter.CreateObservableCounter(FailfastTelemetry.Calls, Calls.Read, "{call}", "Calls that this process ran, by outcome.");
        meter.CreateObservableCounter(FailfastTelemetry.Probes, Probes.Read, "{probe}", "Probes that this process ran, by outcome.");
        meter.CreateObservableCounter(FailfastTelemetry.Reports, Reports.Read, "{message}", "Messages to the breakers' grains.");
    }

    /// <summary>Null without a factory.</summary>
    public Meter? Meter { get; }

    public MeasuredNames Names { get; }

    public bool MeasuresDurations => _durations is not null;

    public PassiveCounter<(string Breaker, string Outcome)> Calls { get; } = new(ByOutcome);

    public PassiveCounter<(string Breaker, string Outcome)> Probes { get; } = new(ByOutcome);

    public PassiveCounter<(string Breaker, string Kind, bool IsAnswered)> Reports { get; } = new(static it =>
        [new(FailfastTelemetry.BreakerTag, it.Breaker), new(FailfastTelemetry.KindTag, it.Kind), new(FailfastTelemetry.AnsweredTag, it.IsAnswered)]);

    public void Rejected(string breaker, RejectionCause cause, bool observed, long count)
    {
        if (_rejections is { Enabled: true } counter)
            Record(counter.Add, count, new TagList
            {
                { FailfastTelemetry.BreakerTag, Names.Of(breaker) },
                { FailfastTelemetry.CauseTag, Labels.Of(cause) },
                { FailfastTelemetry.ObservedTag, observed },
            });
    }

    public void Propagated(string breaker, TimeSpan duration)
    {
        if (_propagation is { Enabled: true } histogram)
            Record(histogram.Record, duration.TotalSeconds, new TagList { { FailfastTelemetry.BreakerTag, Names.Of(breaker) } });
    }

    public void Took(string breaker, TimeSpan duration)
    {
        if (_durations is { Enabled: true } histogram)
            Record(histogram.Record, duration.TotalSeconds, new TagList { { FailfastTelemetry.BreakerTag, Names.Of(breaker) } });
    }

    private delegate void Recording<in T>(T value, in TagList tags);

    // An exception of a listener must not reach the caller.
    private static void Record<T>(Recording<T> record, T value, in TagList tags)
    {
        try
        {
            record(value, tags);
        }
        catch (Exception)
        {
            // The listener's concern.
        }
    }

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    private static KeyValuePair<string, object?>[] ByOutcome((string Breaker, string Outcome) it) =>
        [new(FailfastTelemetry.BreakerTag, it.Breaker), new(FailfastTelemetry.OutcomeTag, it.Outcome)];
}
