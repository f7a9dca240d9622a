using System.Diagnostics;
using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>10,000 breakers trip at once on three silos, and recover.</summary>
internal sealed class Storm : IScenario
{
    private const int Processes = 3;

    private static readonly ManyOrder s_breakers = new("storm", 10_000);

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var cluster = await bench.Cluster(silos: 3, Processes);
        cluster.IsDirty = true;
        await cluster.Hosts[0].Do("meet-many", s_breakers);
        // The others meet them at once. After the second time every process is active, and has just reported, as under load.
        for (var i = 0; i < 2; i++)
            await Task.WhenAll(cluster.Hosts.Select(host => host.Do("guard-many-at-once", s_breakers)));
        var fall = await Measure(cluster, "storm");
        var recovery = await Measure(cluster, "calm");
        bench.Results.Figure("storm_10k_seconds", fall.Seconds);
        bench.Results.Table(
            "10,000 breakers trip at once",
            $"Three silos and {Processes} hosts. Every host fails each breaker five times, as fast as it can, from the same moment on, and goes on calling; *agreed* is when the last "
            + "host has heard from the cluster that the last breaker is open. Then the dependency works again, and every host tries each breaker ten "
            + $"times a second until it is closed; breaks last {BenchBreakers.StormBreak.TotalSeconds} s, and 10 % jitter. Backlog: the longest queue of work items "
            + "of a process. Writes: to Orleans' memory storage.",
            ["what", "agreed after, s", "CPU s, silos", "CPU s, hosts", "backlog, silo", "backlog, host", "messages", "writes"],
            [fall.Row("trip"), recovery.Row("recovery")]);
    }

    private static async Task<Result> Measure(LocalCluster cluster, string order)
    {
        var before = await Used(cluster);
        await Task.WhenAll(cluster.Silos.Concat(cluster.Hosts).Select(process => process.Ask<long>("backlog")));
        var start = PacedLoads.In(.3);
        var agreed = await Task.WhenAll(cluster.Hosts.Select(host => host.Ask<long>(order, new StormOrder(s_breakers, start))));
        // Writes are behind what is published.
        await Pause.For(1);
        var after = await Used(cluster);
        return new(
            Stopwatch.GetElapsedTime(start, agreed.Max()).TotalSeconds,
            after.Silos - before.Silos,
            after.Hosts - before.Hosts,
            (await Task.WhenAll(cluster.Silos.Select(silo => silo.Ask<long>("backlog")))).Max(),
            (await Task.WhenAll(cluster.Hosts.Select(host => host.Ask<long>("backlog")))).Max(),
            after.Messages - before.Messages,
            after.Writes - before.Writes);
    }

    private static async Task<(double Silos, double Hosts, long Messages, long Writes)> Used(LocalCluster cluster)
    {
        var silos = await Task.WhenAll(cluster.Silos.Select(silo => silo.Ask<Usage>("usage")));
        var hosts = await Task.WhenAll(cluster.Hosts.Select(host => host.Ask<Usage>("usage")));
        var writes = await Task.WhenAll(cluster.Silos.Select(silo => silo.Ask<long>("writes")));
        return (
            silos.Sum(it => it.CpuSeconds), hosts.Sum(it => it.CpuSeconds),
            silos.Concat(hosts).Sum(it => it.Messages.Values.Sum()), writes.Sum());
    }

    private sealed record Result(
        double Seconds, double SiloCpu, double HostCpu, long SiloBacklog, long HostBacklog, long Messages, long Writes)
    {
        public object[] Row(string what) => [what, Seconds, SiloCpu, HostCpu, SiloBacklog, HostBacklog, Messages, Writes];
    }
}
