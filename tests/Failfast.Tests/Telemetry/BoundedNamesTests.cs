using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Telemetry;

/// <summary>The bound on names holds for every instrument, of processes as of grains.</summary>
public sealed class BoundedNamesTests
{
    [Fact]
    public async Task Every_instrument_has_series_of_the_first_names_and_one_of_all_others()
    {
        await using var cluster = await BreakerCluster.Start(
            silos: 1, configure: options => (options.MaxMeasuredNames, options.MeasureCallDuration) = (2, true),
            silo: it => it.Services.AddKeyedSingleton<IGrainStorage>("failfast", new FaultyStorage()));
        using var client = new MeterReader(cluster.Orleans.Client.ServiceProvider);
        using var silo = new MeterReader(cluster.Orleans.Silos[0].ServiceProvider);
        var breakers = Enumerable.Range(0, 5).Select(i => cluster.Client.GetBreaker($"bounded-{i}")).ToList();
        foreach (var breaker in breakers)
        {
            await breaker.Fail(times: 5);
            await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
            await breaker.IsRejected();
        }

        string[] ofProcess =
        [
            FailfastTelemetry.State, FailfastTelemetry.Alone, FailfastTelemetry.Calls, FailfastTelemetry.CallDuration, FailfastTelemetry.Rejections,
            FailfastTelemetry.Reports, FailfastTelemetry.PropagationDuration,
        ];
        foreach (var instrument in ofProcess)
            await AreBounded(client, instrument);
        await AreBounded(silo, FailfastTelemetry.Transitions);
        await AreBounded(silo, FailfastTelemetry.StorageWrites);

        Task AreBounded(MeterReader reader, string instrument) => cluster.Becomes(
            () => Task.FromResult(Names(reader, instrument) is ["(other)", "bounded-0", "bounded-1"]),
            () => $"{instrument}: {string.Join(", ", Names(reader, instrument))}");
    }

    private static string[] Names(MeterReader reader, string instrument) =>
        [.. reader.Read(instrument).Select(series => (string)series.Tags[FailfastTelemetry.BreakerTag]!).Distinct().Order(StringComparer.Ordinal)];
}
