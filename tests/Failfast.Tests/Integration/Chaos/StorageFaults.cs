namespace Failfast.Tests.Integration.Chaos;

/// <summary>The table in which breakers' state survives.</summary>
internal static class StorageFaults
{
    public static Scenario Down { get; } = new("storage down", run => DuringOutage(run, Fault.Busy, _ => Task.CompletedTask));

    public static Scenario Garbage { get; } = new("storage answers garbage", run => DuringOutage(run, Fault.WebPage, _ => Task.CompletedTask));

    public static Scenario DownWhileASiloDies { get; } = new("storage down while the grain's silo is killed, open", run => DuringOutage(run, Fault.Busy, async home =>
    {
        await run.TimeUntilMoved(home, home.Process.Kill);
        await run.Agree("Open", "HalfOpen");
    }));

    private static async Task DuringOutage(ChaosRun run, Fault fault, Func<ChaosHost, Task> whileOpen)
    {
        await run.Calm();
        var home = await run.FindHome();
        run.Cluster.Storage.Always = fault;
        try
        {
            await run.Fall();
            await run.WatchProbes(probes: 1);
            await whileOpen(home);
            await run.WatchProbes(probes: 2);
            await run.Recover();
        }
        finally
        {
            run.Cluster.Storage.Always = null;
        }

        await run.Agree("Closed");
        await run.Account(mayReject: false);
    }
}
