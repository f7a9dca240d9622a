namespace Failfast.ClusterBench.Scenarios;

/// <summary>Calls that reach a dead dependency until every process knows, beside a breaker of Polly in each process.</summary>
internal sealed class Leaks : IScenario
{
    private const int Rate = 100;

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var rows = new List<object[]>();
        var ratio = double.NaN;
        foreach (var processes in bench.Pick<int[]>([20], [2, 5, 20]))
        {
            var cluster = await bench.Cluster(silos: 1, processes);
            List<double> guard = [];
            List<double> polly = [];
            var rounds = bench.Pick(2, 10);
            for (var round = 0; round < rounds; round++)
            {
                guard.Add((await Outage.Run([.. cluster.Hosts.Take(processes)], new($"long-leak-{processes}", "guard", Rate))).Leaked);
                polly.Add((await Outage.Run([.. cluster.Hosts.Take(processes)], new($"polly-{processes}", "polly", Rate))).Leaked);
            }

            ratio = guard.Average() / polly.Average();
            rows.Add([processes, rounds, guard.Average(), guard.Max(), polly.Average(), polly.Max(), ratio]);
        }

        bench.Results.Figure("leaked_calls_vs_polly_20_processes", ratio);
        bench.Results.Table(
            "Calls that reach a dead dependency",
            $"Each process calls {Rate} times a second; the dependency fails for all at one moment. Counted until all processes reject. Polly's "
            + "breaker, one in each process, has the same rule, five failures in a row.",
            ["processes", "rounds", "Failfast, mean", "max", "Polly, mean", "max", "Failfast / Polly"],
            rows);
    }
}
