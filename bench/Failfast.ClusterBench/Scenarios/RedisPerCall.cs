using System.Diagnostics;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>A breaker whose state and counts are in Redis needs a read and an increment per call: that, beside a guarded call.</summary>
internal sealed class RedisPerCall : IScenario
{
    public bool IsInQuick => true;

    public async Task Run(Bench bench)
    {
        var port = Ports.Free();
        using var server = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        server.BeginOutputReadLine();
        try
        {
            var cluster = await bench.Cluster(silos: 1, hosts: 1);
            var result = await cluster.Hosts[0].Ask<RedisResult>("redis", port);
            bench.Results.Figure("redis_per_call_vs_guard", result.Redis / result.Guard);
            bench.Results.Table(
                "One read and one increment in Redis per call",
                "A redis-server without persistence on the same machine, StackExchange.Redis; nanoseconds per call.",
                ["what", "ns per call", "to guard"],
                [
                    ["guarded call", result.Guard, 1d],
                    ["Redis, one caller", result.Redis, result.Redis / result.Guard],
                    ["Redis, 64 callers at a time", result.RedisManyAtOnce, result.RedisManyAtOnce / result.Guard],
                ]);
        }
        finally
        {
            server.Kill();
        }
    }
}
