using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Upgrade;

/// <summary>
/// The release before and this one in one cluster, on one table: silo by silo up, and down again. What operators have set, and what is
/// open, stays so, and hosts of both releases trip and recover together.
/// </summary>
[Collection(TableProcessTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class RollingUpgradeTests(SharedAzurite azurite)
{
    [HistoryFact]
    public async Task Cluster_of_two_releases_agrees_at_each_step_up_and_down()
    {
        var older = await OlderRelease.Host;
        await using var cluster = await ProcessCluster.Start(
            silos: 0, $"--tables={azurite.Server.ConnectionString}", "--Failfast:Defaults:BreakDurationJitter=0",
            "--Failfast:Defaults:BreakDuration=00:00:01", "--Failfast:Defaults:MaxBreakDuration=00:00:01");
        var silos = new Queue<HostProcess>(await cluster.StartSilos(2, older));
        await cluster.StartClient(older);
        await cluster.StartClient();
        await cluster.All.Meet("payments");
        var newer = cluster.All[^1];
        await newer.Ask("configure configured 300");
        await newer.Ask("isolate isolated");
        await cluster.Client.Ask("disable disabled");
        await newer.Ask("configure open 300");
        await cluster.All.Meet("open");
        await cluster.All.Open("open");

        foreach (var release in new[] { HostProgram.Current, HostProgram.Current, older, older })
        {
            silos.Enqueue((await cluster.StartSilos(1, release)).Single());
            await StaysSo(cluster);
            await silos.Dequeue().Stop();
            await StaysSo(cluster);
            await TripsAndRecovers(cluster);
        }
    }

    private static async Task StaysSo(ProcessCluster cluster)
    {
        await cluster.All.ComeToSee("isolated", "Isolated");
        await cluster.All.ComeToSee("disabled", "Disabled");
        await cluster.All.ComeToSee("open", "Open");
        foreach (var host in cluster.All)
            await Eventually.Is(async () => (await host.Ask("configured configured"))[0] == "300", () => host.Log);
    }

    private static async Task TripsAndRecovers(ProcessCluster cluster)
    {
        await cluster.All.ComeToSee("payments", "Closed");
        for (var i = 0; i < 5; i++)
            foreach (var host in cluster.All)
                await host.Guard("fail", "payments");
        foreach (var host in cluster.All)
            await Eventually.Is(async () => (await host.Ask("state payments"))[0] is "Open" or "HalfOpen", () => host.Log);
        await cluster.All.ComeToSee("payments", "Closed");
    }
}
