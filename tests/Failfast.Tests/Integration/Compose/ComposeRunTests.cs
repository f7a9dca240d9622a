using System.Diagnostics;
using Failfast.Silo;
using Failfast.Tests.Integration.Processes;
using Xunit.Abstractions;

namespace Failfast.Tests.Integration.Compose;

/// <summary>
/// What the compose file runs, run without an engine: a table service and three silos as processes, with the environment that the file
/// gives them. Only names and ports become this machine's.
/// </summary>
[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ComposeRunTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Silos_of_the_compose_file_survive_a_kill_and_keep_state_over_a_restart()
    {
        await using var tables = await AzuriteServer.Start();
        var places = new ComposeFile().Silos.Select(silo => new ComposePlace(silo, tables)).ToList();
        var silos = places.ConvertAll(place => place.Start());
        try
        {
            await AreReady(places, silos);
            await See(silos, 3);
            Assert.Equal(1, await HealthCheck.Run(places[0].Url("/elsewhere")));
            await using var client = await ComposeClient.Connect(tables);
            Assert.Equal(BreakerDurability.Durable, (await client.Breaker("held").Isolate("stay")).Durability);

            silos[2].Kill();
            var killed = Stopwatch.StartNew();
            await See([silos[0], silos[1]], 2);
            output.WriteLine($"killed: known to the others after {killed.Elapsed.TotalSeconds:0.0} s");
            Assert.Equal("stay", (await client.Status("held")).Snapshot.Reason);
            silos[2].Dispose();
            silos[2] = places[2].Start();
            await AreReady(places, silos);
            await See(silos, 3);

            silos.ForEach(silo => silo.Terminate());
            foreach (var silo in silos)
                Assert.True(await silo.ExitCode(Patience) == 0, silo.Everything);
            silos.ForEach(silo => silo.Dispose());
            // Another process ends as the container does, and starts again.
            silos = places.ConvertAll(place => place.Start());
            await AreReady(places, silos);
            await using var later = await ComposeClient.Connect(tables);
            var held = await later.Status("held");
            Assert.Equal((BreakerState.Isolated, "stay"), (held.Snapshot.State, held.Snapshot.Reason));
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }
    }

    private async Task AreReady(List<ComposePlace> places, List<SiloProcess> silos)
    {
        var watch = Stopwatch.StartNew();
        foreach (var (place, silo) in places.Zip(silos))
        {
            await Eventually.Is(async () => await HealthCheck.Run(place.Url(SiloHealth.LivePath)) == 0, () => silo.Everything, Patience);
            await Eventually.Is(async () => await HealthCheck.Run(place.Url(SiloHealth.ReadyPath)) == 0, () => silo.Everything, Patience);
        }

        output.WriteLine($"all ready after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    // The last it said: that there were so many before tells nothing.
    private static Task See(List<SiloProcess> silos, int count) => Eventually.Is(
        () => silos.All(silo => silo.Output.LastOrDefault(line => line.Contains("Active silos:", StringComparison.Ordinal))
            ?.Contains($"Active silos: {count}", StringComparison.Ordinal) == true),
        () => silos[0].Everything,
        Patience);
}
