using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Failfast.Tests.Telemetry;

/// <summary>10,000 names: the number of series is bounded, and nothing is lost.</summary>
public sealed class ManySeriesTests
{
    private const int Names = 10_000;
    private const int Limit = 1_000;

    [Fact]
    public async Task Series_of_10_000_breakers_are_as_many_as_the_limit_allows_and_count_all_calls()
    {
        await using var cluster = await BreakerCluster.Start(silos: 1, configure: options => options.Defaults = BreakerCluster.Counting(options.Defaults));
        using var meter = new MeterReader(cluster.Orleans.Client.ServiceProvider);
        var breakers = Enumerable.Range(0, Names).Select(i => cluster.Client.GetBreaker($"many-{i}")).ToList();
        foreach (var breaker in breakers)
            await breaker.Fail();

        Assert.Equal(Names, meter.Sum(FailfastTelemetry.Calls, (FailfastTelemetry.OutcomeTag, "failure")));
        Assert.Equal(Names - Limit, meter.Sum(FailfastTelemetry.Calls, (FailfastTelemetry.OutcomeTag, "failure"), (FailfastTelemetry.BreakerTag, "(other)")));
        Assert.Equal(5 * (Limit + 1), meter.Read(FailfastTelemetry.State).Count);
        Assert.Equal(Names, meter.Sum(FailfastTelemetry.State));
        GC.KeepAlive(breakers);
    }

    [Fact]
    public void OpenTelemetry_keeps_all_series_that_the_limit_allows()
    {
        const int series = 5 * (Limit + 1);
        var exported = new List<Metric>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddFailfastInstrumentation().AddInMemoryExporter(exported).Build();
        using var meter = new Meter(FailfastTelemetry.MeterName);
        meter.CreateObservableGauge("many", () => Enumerable.Range(0, series).Select(i => new Measurement<long>(1, new KeyValuePair<string, object?>("n", i))));

        Assert.True(provider.ForceFlush());

        var points = Assert.Single(exported, metric => metric.Name == "many").GetMetricPoints().GetEnumerator();
        var count = 0;
        while (points.MoveNext())
            count++;
        Assert.Equal(series, count);
    }
}
