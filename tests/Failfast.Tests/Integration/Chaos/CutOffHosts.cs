namespace Failfast.Tests.Integration.Chaos;

/// <summary>Hosts that live and can't be reached.</summary>
internal static class CutOffHosts
{
    public static Scenario FrozenClientWithTheLease { get; } = new("a client frozen while it probes", async run =>
    {
        await run.Calm();
        await run.Fall();
        ChaosHost? prober = null;
        await ChaosRun.Until(
            () => run.Cluster.Dependency.InFlight is [var name] && (prober = run.Cluster.Clients.SingleOrDefault(host => host.Name == name)) is not null,
            "a client probes");
        await run.Cluster.Freeze(prober!);
        await run.WatchProbes();
        await run.Recover();
        await run.Cluster.Resume(prober!);
        await run.Agree("Closed");
        await run.Account(mayReject: true);
    });

    public static Scenario ClientWithoutGateways { get; } = new("a client cut from every gateway for 20 s", async run =>
    {
        await run.Calm();
        await run.Account(mayReject: false);
        try
        {
            foreach (var silo in run.Cluster.Silos)
                silo.CutOffFrom(run.Cluster.Clients[0]);
            await ChaosRun.Pass(TimeSpan.FromSeconds(20));
            await run.Account(mayReject: false);
        }
        finally
        {
            foreach (var silo in run.Cluster.Silos)
                silo.CutOffFrom();
        }

        run.Row.Agreement = await run.Agree("Closed");
        await run.Account(mayReject: false);
        await run.Fall();
        await run.Recover();
    });

    /// <summary>The silo that is alone on its side is voted dead by the two others, and ends when it reads so.</summary>
    public static Scenario SplitCluster { get; } = new("the cluster split: the grain's silo on one side, two on the other", async run =>
    {
        await run.Calm();
        var home = await run.FindHome();
        await run.Account(mayReject: false);
        ChaosHost[] others = [.. run.Cluster.Silos.Where(silo => silo != home)];
        try
        {
            home.CutOffFrom(others);
            foreach (var other in others)
                other.CutOffFrom(home);
            await ChaosRun.Until(() => home.Process.HasExited, "the silo that was voted dead ends");
            await run.Account(mayReject: false);
        }
        finally
        {
            foreach (var silo in run.Cluster.Silos)
                silo.CutOffFrom();
        }

        run.Row.Agreement = await run.TimeUntilMoved(home, () => Task.CompletedTask);
        await run.Account(mayReject: false);
        await run.Fall();
        await run.Recover();
    });
}
