using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.ClusterBench.Processes;

/// <summary>What a process has used so far.</summary>
/// <param name="CpuSeconds">Of all cores.</param>
/// <param name="AllocatedBytes">By the garbage collector.</param>
/// <param name="Messages">Sent by this process to breakers' grains or to hosts, by breaker.</param>
/// <param name="At">When, in ticks of the machine's clock.</param>
internal sealed record Usage(double CpuSeconds, long AllocatedBytes, Dictionary<string, long> Messages, long At)
{
    public static void Add(Orders orders, IServiceProvider services)
    {
        var counts = services.GetRequiredService<MessageCounts>();
        var writes = services.GetRequiredService<StorageWrites>();
        var backlog = new Backlog();
        orders.On("usage", () => new Usage(Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true), counts.ToDictionary(), Stopwatch.GetTimestamp()));
        orders.On("heap", Heap);
        orders.On("writes", writes.Read);
        orders.On("backlog", backlog.TakeLongest);
    }

    /// <summary>Messages a second about a breaker, since then.</summary>
    public double MessagesPerSecond(Usage before, string breaker) =>
        (Messages.GetValueOrDefault(breaker) - before.Messages.GetValueOrDefault(breaker)) / Stopwatch.GetElapsedTime(before.At, At).TotalSeconds;

    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
