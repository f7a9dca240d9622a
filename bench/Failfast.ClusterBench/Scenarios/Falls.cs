namespace Failfast.ClusterBench.Scenarios;

/// <summary>From the fall of a dependency until every process rejects.</summary>
internal sealed class Falls : IScenario
{
    private const int Processes = 5;

    private static readonly int[] s_rates = [10, 100, 1_000];

    public bool IsInQuick => false;

    public async Task Run(Bench bench)
    {
        var cluster = await bench.Cluster(silos: 1, Processes);
        var rows = new List<object[]>();
        foreach (var rate in s_rates)
        {
            List<double> times = [];
            List<long> leaks = [];
            for (var round = 0; round < bench.Pick(3, 20); round++)
            {
                var (until, leaked) = await Outage.Run([.. cluster.Hosts.Take(Processes)], new($"long-fall-{rate}", "guard", rate));
                times.Add(until / 1_000);
                leaks.Add(leaked);
            }

            times.Sort();
            rows.Add([rate, times.Count, times[times.Count / 2], times[^1], leaks.Average()]);
        }

        bench.Results.Table(
            "From the fall of a dependency to all processes rejecting",
            $"{Processes} processes on one silo call the same dependency; it fails for all at one moment, after a healthy second or two. "
            + "Milliseconds, until the last process has rejected its first call.",
            ["calls/s per process", "rounds", "p50", "max", "calls that reached it, mean"],
            rows);
    }
}
