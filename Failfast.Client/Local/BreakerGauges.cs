using System.Diagnostics.Metrics;
using Failfast.Telemetry;

namespace Failfast.Local;

/// <summary>
/// The states of this process's breakers, for whoever reads the meter. Reading has no effect on a breaker. One that is asleep hears of no
/// change, so it is left out.
/// </summary>
internal sealed class BreakerGauges(BreakerRegistry breakers, MeasuredNames names, HostClock clock)
{
    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge(FailfastTelemetry.State, States, "", "1 for the present state of a breaker, 0 for the others.");
        meter.CreateObservableGauge(FailfastTelemetry.Alone, Alone, "", "1 for a breaker that this process decides on alone.");
    }

    private IEnumerable<Measurement<long>> States()
    {
        var now = clock.Now;
        var counts = new Dictionary<(string Name, BreakerState State), long>();
        foreach (var breaker in breakers.Active())
        {
            var (name, present) = (names.Of(breaker.Name), breaker.Gate.View.StateAt(now));
            foreach (var state in Labels.States)
                counts[(name, state)] = counts.GetValueOrDefault((name, state)) + (state == present ? 1 : 0);
        }

        return counts.Select(it => new Measurement<long>(
            it.Value, new(FailfastTelemetry.BreakerTag, it.Key.Name), new(FailfastTelemetry.StateTag, Labels.Of(it.Key.State))));
    }

    private IEnumerable<Measurement<long>> Alone() => breakers.Active()
        .GroupBy(breaker => names.Of(breaker.Name), breaker => breaker.Gate.View.Scope == BreakerScope.Alone)
        .Select(group => new Measurement<long>(group.Count(isAlone => isAlone), new KeyValuePair<string, object?>(FailfastTelemetry.BreakerTag, group.Key)));
}
