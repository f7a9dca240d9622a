namespace Failfast.Tests.Integration.Chaos;

/// <summary>The store by which silos know each other.</summary>
internal static class MembershipFaults
{
    public static Scenario StoreSilent { get; } = new("membership store silent for 30 s, the dependency down meanwhile", async run =>
    {
        await run.Calm();
        await run.Cluster.Redis.Freeze();
        try
        {
            await ChaosRun.Pass(TimeSpan.FromSeconds(10));
            await run.Fall();
            await run.WatchProbes();
            await run.Recover();
            await ChaosRun.Pass(TimeSpan.FromSeconds(10));
        }
        finally
        {
            await run.Cluster.Redis.Resume();
        }

        await run.Agree("Closed");
        await run.Account(mayReject: false);
    });
}
