using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>
/// From a trip in one process to the first rejection in each other one, beside a call of a bare grain and a push of a bare grain to as
/// many observers, in turn in the same rounds.
/// </summary>
internal sealed class Trips : IScenario
{
    private static readonly int[] s_processes = [2, 5, 20];

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var rows = new List<object[]>();
        var worst = 0d;
        foreach (var processes in s_processes)
        {
            var cluster = await bench.Cluster(silos: 1, processes);
            var times = await Measure([.. cluster.Hosts.Take(processes)], $"long-trip-{processes}", bench.Pick(20, 300));
            rows.AddRange(times.Rows(processes));
            worst = Math.Max(worst, times.Trip.P99 / (times.Hop.P99 + times.Push.P99));
        }

        bench.Results.Figure("trip_to_reject_p99_vs_hop_plus_push_p99", worst);
        bench.Results.Table(
            "From a trip to rejections elsewhere",
            "One silo. A process fails five times in a row, 1 ms apart; the time is from the fifth failure to the first rejected call of each "
            + "other process, which calls when it hears of a change. *Isolated*: the same from an operator's command in one process. *Hop*: a call "
            + "of a bare grain. *Push*: from a bare grain to each of as many observers. Each round has one of each, and a pause between. "
            + "Microseconds. The figure is the worst of the three counts of processes.",
            ["processes", "what", "samples", "p50", "p99", "max", "p99 / (hop + push p99)"],
            rows);
    }

    private static async Task<Times> Measure(IReadOnlyList<ChildProcess> hosts, string breaker, int rounds)
    {
        var times = new Times();
        foreach (var host in hosts)
            await host.Do("meet", breaker);
        foreach (var host in hosts)
            await host.Do("subscribe", breaker);
        const int unmeasured = 5;
        for (var round = -unmeasured; round < rounds; round++)
        {
            var (one, others) = (hosts[(round + unmeasured) % hosts.Count], hosts.Where((_, i) => i != (round + unmeasured) % hosts.Count).ToList());
            var now = round < 0 ? new Times() : times;
            await Opened(one, others, "trip", breaker, now.Trip);
            await Opened(one, others, "isolate", breaker, now.Isolation);
            await Pause.For(.05);
            now.Hop.Add(await one.Ask<long>("hop", breaker));
            await Pause.For(.01);
            await one.Do("push", breaker);
            foreach (var pushes in await Task.WhenAll(hosts.Select(host => host.Ask<long[]>("pushes", 1))))
                foreach (var push in pushes)
                    now.Push.Add(push);
        }

        return times;
    }

    private static async Task Opened(
        ChildProcess one, List<ChildProcess> others, string how, string breaker, Samples times)
    {
        // Hosts report at most 20 failures a second, and each round is to be the first.
        await Pause.For(.06);
        await Task.WhenAll(others.Select(host => host.Do("arm", breaker)));
        await Pause.For(.01);
        var start = await one.Ask<long>(how, breaker);
        foreach (var rejection in await Task.WhenAll(others.Select(host => host.Ask<long>("rejection", ""))))
            times.Add(rejection - start);
        await one.Do("reset", breaker);
        await Task.WhenAll(others.Append(one).Select(host => host.Do("closed", breaker)));
    }

    private sealed class Times
    {
        public Samples Trip { get; } = new();

        public Samples Isolation { get; } = new();

        public Samples Hop { get; } = new();

        public Samples Push { get; } = new();

        public IEnumerable<object[]> Rows(int processes) =>
        [
            Row(processes, "trip", Trip), Row(processes, "isolated", Isolation), Row(processes, "hop", Hop), Row(processes, "push", Push),
        ];

        private object[] Row(int processes, string what, Samples samples) =>
            [processes, what, samples.Count, samples.P50, samples.P99, samples.Max, samples.P99 / (Hop.P99 + Push.P99)];
    }
}
