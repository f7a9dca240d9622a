using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>The memory of an idle breaker in a host and in its silo, beside a bare grain; and what reports of many breakers allocate.</summary>
internal sealed class Memory : IScenario
{
    private const int Count = 10_000;
    private const int Reporting = 2_000;

    private static readonly ManyOrder s_breakers = new("idle", Count);

    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        await bench.DropCluster();
        var cluster = await bench.Cluster(silos: 1, hosts: 1);
        var (silo, host) = (cluster.Silos[0], cluster.Hosts[0]);
        // Tables and code that exist once.
        await host.Do("call-many", new ManyOrder("warm-bare", 500));
        await host.Do("meet-many", new ManyOrder("idle-warm", 500));
        await Pause.For(2);

        var siloAtFirst = await silo.Ask<long>("heap");
        await host.Do("call-many", new ManyOrder("bare", Count));
        await Pause.For(3);
        var (siloWithBare, hostAtFirst) = (await silo.Ask<long>("heap"), await host.Ask<long>("heap"));
        await host.Do("hold-many", s_breakers);
        await Pause.For(1);
        var (siloWithBreakers, hostHolding) = (await silo.Ask<long>("heap"), await host.Ask<long>("heap"));
        await host.Do("hold-many", new ManyOrder("", 0));
        // The window, and some sweeps.
        await Pause.For(14);
        var hostIdle = await host.Ask<long>("heap");

        var bare = (siloWithBare - siloAtFirst) / (double)Count;
        var inSilo = (siloWithBreakers - siloWithBare) / (double)Count;
        var inHost = (hostIdle - hostAtFirst) / (double)Count;
        bench.Results.Figure("idle_breaker_host_bytes", inHost);
        bench.Results.Figure("idle_breaker_silo_bytes_vs_trivial_grain", inSilo / bare);
        bench.Results.Table(
            "Memory of an idle breaker",
            $"{Count:#,0} of each, in one silo; live bytes of the garbage-collected heap, each. One host has called each once. A host lets go of a breaker "
            + "that was not used for a window (here 10 s), unless the program holds a reference to it.",
            ["what", "bytes"],
            [
                ["bare grain, silo", bare], ["breaker, silo", inSilo], ["breaker, host, held", (hostHolding - hostAtFirst) / (double)Count],
                ["breaker, host, idle", inHost],
            ]);
        await Allocations(bench, silo, host);
        cluster.IsDirty = true;
    }

    private static async Task Allocations(Bench bench, ChildProcess silo, ChildProcess host)
    {
        var breakers = new ManyOrder("report", Reporting);
        await host.Do("meet-many", breakers);
        await Pause.For(3);
        var before = (Silo: await silo.Ask<Usage>("usage"), Host: await host.Ask<Usage>("usage"));
        for (var second = 0; second < bench.Pick(3, 10); second++)
        {
            await host.Do("guard-many", breakers);
            await Pause.For(1);
        }

        // Until the last report is answered.
        await Pause.For(2);
        var after = (Silo: await silo.Ask<Usage>("usage"), Host: await host.Ask<Usage>("usage"));
        var reports = (double)(after.Host.Messages.Values.Sum() - before.Host.Messages.Values.Sum());
        bench.Results.Table(
            "What a healthy report allocates",
            $"{Reporting:#,0} breakers, each called once a second by one host: everything that both processes allocate meanwhile, Orleans and sweeps "
            + "included, per report.",
            ["what", "bytes per report"],
            [
                ["host", (after.Host.AllocatedBytes - before.Host.AllocatedBytes) / reports],
                ["silo", (after.Silo.AllocatedBytes - before.Silo.AllocatedBytes) / reports],
            ]);
    }
}
