using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>Messages per breaker, host and second, all at the same time: to the grain, and from the grain to hosts.</summary>
internal sealed class Messages : IScenario
{
    private const int Processes = 3;

    private static readonly (string What, LoadOrder Load, string Figure)[] s_cases =
    [
        ("healthy, 1 call/s", new("healthy-1", "guard", 1), "healthy_messages_per_second"),
        ("healthy, 1,000 calls/s", new("healthy-1000", "guard", 1_000), "healthy_messages_per_second"),
        ("healthy, 100,000 calls/s", new("healthy-100000", "guard", 100_000), "healthy_messages_per_second"),
        ("1 % failing, 1,000 calls/s", new("failing-1000", "guard", 1_000, FailingEvery: 100), "partly_failing_messages_per_second"),
        ("1 % failing, 100,000 calls/s", new("failing-100000", "guard", 100_000, FailingEvery: 100), "partly_failing_messages_per_second"),
        ("open, 1,000 calls/s", new("long-open", "guard", 1_000), ""),
        ("half-open, a probe hangs, 100 calls/s", new("half-open", "guard", 100, Hangs: true), ""),
        ("idle", new("idle", "guard", 0), "idle_messages_per_second"),
    ];

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var cluster = await bench.Cluster(silos: 1, Processes);
        var hosts = cluster.Hosts.Take(Processes).ToList();
        var loads = s_cases.Select(it => it.Load).ToList();
        await Task.WhenAll(hosts.Select(host => Each(loads, load => host.Do("meet", load.Breaker))));
        // When the successes of all are reported, so that none ends the run of failures.
        await Pause.For(1.5);
        foreach (var breaker in new[] { "long-open", "half-open" })
            await Task.WhenAll(hosts.Select(host => host.Do("fail", breaker)));
        await Task.WhenAll(hosts.Select(host => Each(loads.Where(load => load.Rate > 0), load => host.Do("load", load))));
        // The break of the one that becomes half-open passes, and the idle one falls asleep.
        await Pause.For(4);
        var seconds = bench.Pick(8, 30);
        var before = await Used(cluster);
        await Pause.For(seconds);
        var after = await Used(cluster);
        var perSecond = loads.ToDictionary(
            load => load.Breaker, load => after.Zip(before, (now, then) => now.MessagesPerSecond(then, load.Breaker)).Sum() / Processes);
        foreach (var host in hosts)
            await Check(host);
        await Task.WhenAll(hosts.Select(host => Each(loads.Where(load => load is { Rate: > 0, Hangs: false }), load => host.Do("stop", load.Breaker))));
        cluster.IsDirty = true;

        foreach (var figure in s_cases.Where(it => it.Figure.Length > 0).GroupBy(it => it.Figure, it => perSecond[it.Load.Breaker]))
            bench.Results.Figure(figure.Key, figure.Max());
        bench.Results.Table(
            "Messages per breaker, host and second",
            $"{Processes} processes on one silo, {seconds} s; reports, requests for probes and ends of probes, and what the grain pushes to hosts. "
            + "Replies are not counted apart. A figure is the largest of its rows.",
            ["what", "messages/s"],
            s_cases.Select(it => new object[] { it.What, perSecond[it.Load.Breaker] }));
    }

    // What was measured was what it is called.
    private static async Task Check(ChildProcess host)
    {
        await host.Do("open", "long-open");
        await host.Do("half-open", "half-open");
        foreach (var breaker in new[] { "healthy-1", "healthy-1000", "healthy-100000", "failing-1000", "failing-100000", "idle" })
            await host.Do("closed", breaker);
    }

    private static async Task Each(IEnumerable<LoadOrder> loads, Func<LoadOrder, Task> order)
    {
        foreach (var load in loads)
            await order(load);
    }

    private static Task<Usage[]> Used(LocalCluster cluster) =>
        Task.WhenAll(cluster.Hosts.Concat(cluster.Silos).Select(process => process.Ask<Usage>("usage")));
}
