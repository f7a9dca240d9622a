using System.Diagnostics;
using Failfast.ClusterBench.Grains;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>The host's part in <see cref="Throughput"/>: calls many grains as fast as they answer.</summary>
internal sealed class WorkHost(IGrainFactory grains)
{
    private const int Callers = 64;
    private const int Grains = 1_000;

    public void Add(Orders orders)
    {
        orders.On<double, double>("work-bare", seconds => PerSecond(seconds, static grain => grain.Call(1)));
        orders.On<double, double>("work-guarded", seconds => PerSecond(seconds, static grain => grain.Guarded(1)));
    }

    private async Task<double> PerSecond(double seconds, Func<IBareGrain, Task<int>> call)
    {
        var all = Enumerable.Range(0, Grains).Select(number => grains.GetGrain<IBareGrain>($"work-{number}")).ToList();
        var start = Stopwatch.GetTimestamp();
        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            for (var next = caller; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; next += Callers, count++)
                await call(all[next % Grains]);
            return count;
        })));
        return calls.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
