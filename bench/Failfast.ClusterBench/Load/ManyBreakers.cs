using Failfast.ClusterBench.Grains;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Load;

/// <summary>Many breakers, or many bare grains.</summary>
/// <param name="Prefix">Of their names.</param>
/// <param name="Count">How many.</param>
internal sealed record ManyOrder(string Prefix, int Count)
{
    public IEnumerable<string> Names => Enumerable.Range(0, Count).Select(number => $"{Prefix}-{number:00000}");
}

/// <summary>Calls each of many breakers, or of many bare grains, once.</summary>
internal sealed class ManyBreakers(IGrainFactory grains)
{
    // At the same time: enough to keep the silos busy, and few enough that none waits longer than a call may.
    private static readonly ParallelOptions s_some = new() { MaxDegreeOfParallelism = 16 };

    private IBreakerGrain[] _held = [];

    public void Add(Orders orders)
    {
        orders.On<ManyOrder, bool>("meet-many", async order =>
        {
            await Parallel.ForEachAsync(order.Names, s_some, async (name, _) => await HostOrders.Meet(grains.GetBreaker(name)));
            return true;
        });
        // The same, and keeps the references, in place of those that it has kept before.
        orders.On<ManyOrder, bool>("hold-many", async order =>
        {
            _held = [.. order.Names.Select(grains.GetBreaker)];
            await Parallel.ForEachAsync(_held, s_some, async (breaker, _) => await HostOrders.Meet(breaker));
            return true;
        });
        orders.On<ManyOrder, bool>("call-many", async order =>
        {
            await Parallel.ForEachAsync(order.Names, s_some, async (name, _) => await grains.GetGrain<IBareGrain>(name).Call(1));
            return true;
        });
        // One guarded call of each breaker: what a host with many breakers does each second.
        orders.On<ManyOrder, bool>("guard-many", async order =>
        {
            foreach (var name in order.Names)
                await Guard(name);
            return true;
        });
        orders.On<ManyOrder, bool>("guard-many-at-once", async order =>
        {
            await Task.WhenAll(order.Names.Select(name => Guard(name).AsTask()));
            return true;
        });
    }

    private ValueTask Guard(string name) => grains.GetBreaker(name).Guard(static _ => ValueTask.CompletedTask);
}
