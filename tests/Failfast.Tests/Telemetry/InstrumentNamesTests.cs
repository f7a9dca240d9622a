using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Telemetry;

/// <summary>Dashboards and alerts depend on names and units: these are written out, not taken from the constants.</summary>
public sealed class InstrumentNamesTests
{
    private static readonly string[] s_everywhere =
    [
        "failfast.breaker.alone ", "failfast.breaker.calls {call}", "failfast.breaker.probes {probe}", "failfast.breaker.propagation.duration s",
        "failfast.breaker.rejections {call}", "failfast.breaker.reports {message}", "failfast.breaker.state ",
    ];

    private static readonly string[] s_ofGrains = ["failfast.breaker.storage.writes {write}", "failfast.breaker.transitions {transition}"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instruments_are_these_and_durations_of_calls_only_where_asked_for(bool measuresDurations)
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.MeasureCallDuration = measuresDurations);
        await cluster.Client.GetBreaker("named").Succeed();
        string[] durations = measuresDurations ? ["failfast.breaker.call.duration s"] : [];

        Assert.Equal([.. s_everywhere.Concat(durations).Order(StringComparer.Ordinal)], Instruments(cluster.Orleans.Client.ServiceProvider));
        Assert.Equal(
            [.. s_everywhere.Concat(s_ofGrains).Concat(durations).Order(StringComparer.Ordinal)], Instruments(cluster.Orleans.Silos[0].ServiceProvider));
    }

    private static List<string> Instruments(IServiceProvider host)
    {
        var (found, factory) = (new List<string>(), host.GetRequiredService<IMeterFactory>());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Failfast" && ReferenceEquals(instrument.Meter.Scope, factory))
                    found.Add($"{instrument.Name} {instrument.Unit}");
            },
        };
        listener.Start();
        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }
}
