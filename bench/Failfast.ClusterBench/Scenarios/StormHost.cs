using System.Diagnostics;
using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>What becomes of many breakers from a moment on.</summary>
/// <param name="Breakers">Which.</param>
/// <param name="At">In ticks of the machine's clock.</param>
internal sealed record StormOrder(ManyOrder Breakers, long At);

/// <summary>The host's part in <see cref="Storm"/>. Both orders return when the last breaker was seen as the cluster's: open, or closed.</summary>
internal sealed class StormHost(IGrainFactory grains)
{
    public void Add(Orders orders)
    {
        orders.On<StormOrder, long>("storm", Fall);
        orders.On<StormOrder, long>("calm", Recover);
    }

    private async Task<long> Fall(StormOrder order)
    {
        var breakers = await AtStart(order);
        for (var i = 0; i < 5; i++)
            await Task.WhenAll(breakers.Select(breaker => Fail(breaker).AsTask()));
        // Callers go on: most are rejected by now.
        return await AllAre(BreakerState.Open, breakers, static breaker => _ = Fail(breaker).AsTask());
    }

    private static ValueTask<GuardOutcome<int>> Fail(IBreakerGrain breaker) =>
        breaker.TryGuard(static _ => ValueTask.FromException<int>(new TimeoutException()));

    private async Task<long> Recover(StormOrder order) =>
        await AllAre(BreakerState.Closed, await AtStart(order), static breaker => _ = breaker.TryGuard(static _ => new ValueTask<int>(1)).AsTask());

    private async Task<List<IBreakerGrain>> AtStart(StormOrder order)
    {
        var breakers = order.Breakers.Names.Select(grains.GetBreaker).ToList();
        await Pause.For(Math.Max(0, (order.At - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency));
        return breakers;
    }

    // One whose break is over when it is looked at has tripped too.
    private static bool Is(BreakerState state, BreakerState seen) =>
        seen == state || (state == BreakerState.Open && seen == BreakerState.HalfOpen);

    // Those that are not yet seen so are called, and looked at, again and again.
    private static async Task<long> AllAre(BreakerState state, List<IBreakerGrain> breakers, Action<IBreakerGrain> call)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            breakers.RemoveAll(breaker => breaker.Snapshot is { Scope: BreakerScope.Cluster } seen && Is(state, seen.State));
            if (breakers.Count == 0)
                return Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(100))
                throw new TimeoutException($"{breakers.Count} breakers are not {state}, such as {breakers[0].Snapshot}.");
            foreach (var breaker in breakers)
                call(breaker);
            await Pause.For(.1);
        }
    }
}
