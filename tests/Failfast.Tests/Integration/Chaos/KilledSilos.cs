using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>The silo of the breaker's grain goes, in each way there is.</summary>
internal static class KilledSilos
{
    public static Scenario Closed { get; } = new("`kill -9` of the grain's silo, closed", async run =>
    {
        await run.Calm();
        var home = await run.FindHome();
        await run.Account(mayReject: false);
        run.Row.Agreement = await run.TimeUntilMoved(home, home.Process.Kill);
        await run.Account(mayReject: false);
    });

    public static Scenario Open { get; } = new("`kill -9` of the grain's silo, open", async run =>
    {
        await run.Calm();
        var home = await run.FindHome();
        await run.Fall();
        await run.WatchProbes(probes: 1);
        await run.TimeUntilMoved(home, home.Process.Kill);
        await run.WatchProbes();
        await run.Recover();
    });

    public static Scenario HalfOpen { get; } = new("`kill -9` of the grain's silo, half-open, a probe hanging", async run =>
    {
        await run.Calm();
        var home = await run.FindHome();
        await run.Fall();
        // A probe of a host that lives on: the grain that granted it dies while it hangs.
        await ChaosRun.Until(
            () => run.Cluster.Dependency.InFlight is [var prober] && prober != home.Name && run.Cluster.Live.Any(host => host.Name == prober), "a probe hangs");
        await run.TimeUntilMoved(home, home.Process.Kill);
        await run.WatchProbes();
        await run.Recover();
    });

    public static Scenario Frozen { get; } = new("the grain's silo frozen for 70 s (SIGSTOP), the dependency down meanwhile", async run =>
    {
        await run.Calm();
        var home = await run.FindHome();
        await run.Account(mayReject: false);
        await run.Cluster.Freeze(home);
        var frozen = Stopwatch.StartNew();
        await ChaosRun.Pass(TimeSpan.FromSeconds(15));
        await run.Account(mayReject: false);
        run.Cluster.Dependency.Hang();
        await ChaosRun.Pass(TimeSpan.FromSeconds(10));
        var rejecting = await run.RejectionsEnd();
        run.Row.Note += string.Create(CultureInfo.InvariantCulture, $"hosts rejected for {rejecting.TotalSeconds:0} s after the dependency was well");
        await run.Moved(home);
        run.Row.Agreement = await run.Agree("Closed");
        await run.Account(mayReject: false);
        await ChaosRun.Until(() => frozen.Elapsed > TimeSpan.FromSeconds(70), "70 s pass");
        await run.Account(mayReject: false);
        // The others have declared it dead: it ends itself.
        await run.Cluster.Resume(home);
        await ChaosRun.Until(() => home.Process.HasExited, "the frozen silo ends");
        await run.Account(mayReject: false);
    });

    public static Scenario EverySilo { get; } = new("every silo killed and started again", async run =>
    {
        await run.Calm();
        await run.Account(mayReject: false);
        foreach (var silo in run.Cluster.Silos)
            await silo.Process.Kill();
        await ChaosRun.Pass(TimeSpan.FromSeconds(5));
        await run.Account(mayReject: false);
        var watch = Stopwatch.StartNew();
        await run.Cluster.Complete();
        run.Row.Note += string.Create(CultureInfo.InvariantCulture, $"Orleans took {watch.Elapsed.TotalSeconds:0} s to start three silos beside the dead ones");
        await run.FindHome();
        run.Row.Agreement = await run.Agree("Closed");
        await run.Account(mayReject: false);
    });

    public static Scenario RollingRestart { get; } = new("a rolling restart of all silos", async run =>
    {
        await run.Calm();
        foreach (var silo in run.Cluster.Silos)
        {
            await run.Account(mayReject: false);
            await silo.Process.Stop();
            await run.Cluster.StartSilo();
        }

        run.Row.Agreement = await run.Agree("Closed");
        await run.Account(mayReject: false);
    });
}
