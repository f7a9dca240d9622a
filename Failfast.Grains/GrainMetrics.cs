using System.Diagnostics.Metrics;
using Failfast.Storage;
using Failfast.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast;

/// <summary>What the grains of this silo count. Each breaker has one grain, so this is counted once per cluster.</summary>
internal sealed class GrainMetrics
{
    private readonly PassiveCounter<(string Breaker, BreakerState From, BreakerState To)> _transitions = new(static it =>
    [
        new(FailfastTelemetry.BreakerTag, it.Breaker),
        new(FailfastTelemetry.FromTag, Labels.Of(it.From)),
        new(FailfastTelemetry.ToTag, Labels.Of(it.To)),
    ]);

    private readonly PassiveCounter<(string Breaker, string Outcome)> _writes = new(static it =>
        [new(FailfastTelemetry.BreakerTag, it.Breaker), new(FailfastTelemetry.OutcomeTag, it.Outcome)]);

    private readonly MeasuredNames _names;

    /// <param name="services">Without an <see cref="IMeterFactory"/> among them nothing is measured.</param>
    /// <param name="names">Bounds the number of series.</param>
    public GrainMetrics(IServiceProvider services, MeasuredNames names)
    {
        _names = names;
        if (services.GetService<IMeterFactory>()?.Create(FailfastTelemetry.MeterName) is not { } meter)
            return;
        meter.CreateObservableCounter(FailfastTelemetry.Transitions, _transitions.Read, "{transition}", "Transitions of breakers, once per cluster.");
        meter.CreateObservableCounter(FailfastTelemetry.StorageWrites, _writes.Read, "{write}", "Tries to write a breaker's state.");
    }

    public void Moved(string breaker, BreakerState from, BreakerState to) => _transitions.Add((_names.Of(breaker), from, to));

    public void Wrote(string breaker, StorageOutcome outcome) => _writes.Add((_names.Of(breaker), outcome switch
    {
        StorageOutcome.Success => "success",
        StorageOutcome.Conflict => "conflict",
        _ => "failure",
    }));
}
