using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Telemetry;

/// <summary>Tries to store a breaker's state, as the silo of its grain measures them.</summary>
public sealed class StorageWritesTests
{
    [Fact]
    public async Task Writes_are_counted_by_their_outcome()
    {
        var storage = new FaultyStorage();
        await using var cluster = await BreakerCluster.Start(silos: 1, silo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", storage));
        using var meter = new MeterReader(cluster.Orleans.Silos[0].ServiceProvider);
        var breaker = cluster.Client.GetBreaker("written");
        await breaker.Isolate("a test");
        Assert.Equal((1, 0, 0), (Writes("success"), Writes("failure"), Writes("conflict")));

        storage.WriteFailure = new IOException("storage is down");
        await breaker.Disable();
        await cluster.Becomes(() => Task.FromResult(Writes("failure") > 0));

        storage.WriteFailure = new InconsistentStateException("somebody else has written");
        await cluster.Becomes(() => Task.FromResult(Writes("conflict") > 0));

        storage.WriteFailure = null;
        await cluster.Becomes(() => Task.FromResult(Writes("success") > 1));

        double Writes(string outcome) =>
            meter.Sum(FailfastTelemetry.StorageWrites, (FailfastTelemetry.BreakerTag, "written"), (FailfastTelemetry.OutcomeTag, outcome));
    }
}
