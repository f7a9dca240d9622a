using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>The dependency falls and recovers again and again: nothing may pile up.</summary>
internal static class ManyTrips
{
    public static Scenario For(TimeSpan time) => new($"trips for {time.TotalMinutes:0} minutes", async run =>
    {
        await run.Calm();
        await Trip(run);
        var before = await Memory(run);
        var watch = Stopwatch.StartNew();
        var trips = 0;
        for (; watch.Elapsed < time; trips++)
            await Trip(run);
        var after = await Memory(run);
        run.Row.Note += string.Create(
            CultureInfo.InvariantCulture,
            $"{trips} trips; live objects {before.Live} to {after.Live} KiB, working set {before.Working} to {after.Working} KiB, handles {before.Handles} to {after.Handles} (five processes together)");
    });

    private static async Task Trip(ChaosRun run)
    {
        await run.Fall();
        await run.WatchProbes(probes: 1);
        await run.Recover();
    }

    private static async Task<(long Live, long Working, long Handles)> Memory(ChaosRun run)
    {
        var answers = await Task.WhenAll(run.Cluster.Live.Select(host => host.Process.Ask("memory now")));
        long Sum(int field) => answers.Sum(answer => long.Parse(answer[field], CultureInfo.InvariantCulture));
        return (Sum(0), Sum(1), Sum(2));
    }
}
