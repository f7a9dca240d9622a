namespace Failfast.ClusterBench.Scenarios;

/// <summary>Calls of grains that are guarded by one breaker, with one, two and three silos, beside the same calls unguarded.</summary>
internal sealed class Throughput : IScenario
{
    public bool IsInQuick => false;

    public async Task Run(Bench bench)
    {
        var rows = new List<object[]>();
        for (var silos = 1; silos <= 3; silos++)
        {
            await bench.DropCluster();
            var host = (await bench.Cluster(silos, hosts: 1)).Hosts[0];
            var (bare, guarded) = (0d, 0d);
            var turns = bench.Pick(4, 10);
            for (var turn = -2; turn < turns; turn++)
            {
                var now = (Bare: await host.Ask<double>("work-bare", .5), Guarded: await host.Ask<double>("work-guarded", .5));
                if (turn >= 0)
                    (bare, guarded) = (bare + (now.Bare / turns), guarded + (now.Guarded / turns));
            }

            rows.Add([silos, bare, guarded, guarded / bare]);
        }

        bench.Results.Table(
            "Guarded throughput",
            "One client process calls 1,000 grains, 64 at a time, in turns: a method without and one with `[GuardedBy]`. All processes share the "
            + "machine's cores, so that more silos are not more processors.",
            ["silos", "bare calls/s", "guarded calls/s", "guarded / bare"],
            rows);
    }
}
