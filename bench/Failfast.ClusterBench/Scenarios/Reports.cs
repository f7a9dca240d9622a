using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>
/// Reports that one grain absorbs, and many grains on one silo, beside calls of bare grains; what a report allocates; and what the healthy
/// reports of 1,000 hosts cost a silo.
/// </summary>
internal sealed class Reports : IScenario
{
    private const int Callers = 64;
    private const int Many = 1_024;
    private const int Hosts = 1_000;

    private static readonly string[] s_kinds = ["report", "exchange", "bare"];

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var cluster = await bench.Cluster(silos: 1, hosts: 1);
        var one = await Measure(cluster, grains: 1, bench);
        bench.Results.Figure("reports_vs_bare_grain_call", one["report"].PerSecond / one["bare"].PerSecond);
        var many = await Measure(cluster, Many, bench);
        bench.Results.Table(
            "Reports that a silo absorbs",
            $"One silo, one client process that plays {Callers} healthy hosts: it repeats a report that the product's protocol has made, with the next "
            + "number, as soon as the last one is answered, in short turns. *Exchange*: a bare grain takes and returns the same messages. *Bare*: a bare grain takes and returns a number. CPU is that of "
            + "the silo; allocated bytes include Orleans' own.",
            ["grains", "call", "calls/s", "to bare", "silo: CPU us/call", "silo: B/call", "caller: B/call"],
            new[] { (1, one), (Many, many) }.SelectMany(it => s_kinds.Select(kind => it.Item2[kind].Row(it.Item1, kind, it.Item2["bare"].PerSecond))));

        var idle = await Cpu(cluster, bench, () => Pause.For(bench.Pick(2d, 10)));
        var busy = await Cpu(cluster, bench, () => cluster.Hosts[0].Do("calls", new CallsOrder("report", 1, Hosts, bench.Pick(4d, 20), EachPerSecond: 1)));
        bench.Results.Table(
            "A silo's CPU for healthy reports",
            $"One client process plays {Hosts} hosts of one breaker, each of which reports once a second. Share of one core.",
            ["what", "share of a core"],
            [["idle silo", idle], [$"{Hosts:#,0} hosts' reports", busy], ["difference", busy - idle]]);
    }

    private static async Task<Dictionary<string, Sum>> Measure(LocalCluster cluster, int grains, Bench bench)
    {
        var sums = s_kinds.ToDictionary(kind => kind, _ => new Sum());
        // In turns, so that what else the machine does disturbs all alike. The first turn warms up.
        for (var turn = -2; turn < bench.Pick(5, 12); turn++)
            foreach (var kind in s_kinds)
            {
                var before = (Silo: await cluster.Silos[0].Ask<Usage>("usage"), Host: await cluster.Hosts[0].Ask<Usage>("usage"));
                var result = await cluster.Hosts[0].Ask<CallsResult>("calls", new CallsOrder(kind, grains, Callers, bench.Pick(.3, 1)));
                var after = (Silo: await cluster.Silos[0].Ask<Usage>("usage"), Host: await cluster.Hosts[0].Ask<Usage>("usage"));
                if (turn >= 0)
                    sums[kind].Add(result, before, after);
            }

        return sums;
    }

    private static async Task<double> Cpu(LocalCluster cluster, Bench bench, Func<Task> work)
    {
        // What is compiled and made for the first time is not what is measured.
        await cluster.Hosts[0].Do("calls", new CallsOrder("report", 1, Hosts, bench.Pick(1d, 3), EachPerSecond: 1));
        var (before, start) = (await cluster.Silos[0].Ask<Usage>("usage"), TimeProvider.System.GetTimestamp());
        await work();
        var after = await cluster.Silos[0].Ask<Usage>("usage");
        return (after.CpuSeconds - before.CpuSeconds) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Sum
    {
        private long _calls;
        private double _seconds;
        private double _cpu;
        private long _siloBytes;
        private long _hostBytes;

        public double PerSecond => _calls / _seconds;

        public void Add(CallsResult result, (Usage Silo, Usage Host) before, (Usage Silo, Usage Host) after)
        {
            _calls += result.Calls;
            _seconds += result.Seconds;
            _cpu += after.Silo.CpuSeconds - before.Silo.CpuSeconds;
            _siloBytes += after.Silo.AllocatedBytes - before.Silo.AllocatedBytes;
            _hostBytes += after.Host.AllocatedBytes - before.Host.AllocatedBytes;
        }

        public object[] Row(int grains, string kind, double bare) =>
        [
            grains, kind, PerSecond, PerSecond / bare, 1e6 * _cpu / _calls, (double)_siloBytes / _calls, (double)_hostBytes / _calls,
        ];
    }
}
