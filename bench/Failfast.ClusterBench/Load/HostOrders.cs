using Failfast.ClusterBench.Processes;
using Failfast.ClusterBench.Scenarios;

namespace Failfast.ClusterBench.Load;

/// <summary>All that a host can be told to do.</summary>
internal static class HostOrders
{
    public static void Add(Orders orders, IGrainFactory grains)
    {
        orders.On<string, bool>("meet", name => Meet(grains.GetBreaker(name)));
        orders.On<string, bool>("fail", name => Fail(grains.GetBreaker(name)));
        orders.On<string, bool>("reset", async name => (await grains.GetBreaker(name).Reset()).Snapshot.State == BreakerState.Closed);
        orders.On<string, bool>("closed", name => Is(grains.GetBreaker(name), BreakerState.Closed));
        orders.On<string, bool>("open", name => Is(grains.GetBreaker(name), BreakerState.Open));
        orders.On<string, bool>("half-open", name => Is(grains.GetBreaker(name), BreakerState.HalfOpen));
        new TripHost(grains).Add(orders);
        new BareHost(grains).Add(orders);
        new PacedLoads(grains).Add(orders);
        new ReportHost(grains).Add(orders);
        new ManyBreakers(grains).Add(orders);
        new StormHost(grains).Add(orders);
        new WorkHost(grains).Add(orders);
        RedisHost.Add(orders, grains);
    }

    /// <summary>The breaker is known and closed.</summary>
    public static async Task<bool> Meet(IBreakerGrain breaker)
    {
        await breaker.Guard(static _ => ValueTask.CompletedTask);
        return await Is(breaker, BreakerState.Closed);
    }

    /// <summary>A run that opens it here. The cluster may still know of a success in between.</summary>
    private static async Task<bool> Fail(IBreakerGrain breaker)
    {
        for (var i = 0; i < breaker.Snapshot.Settings.ConsecutiveFailures; i++)
            await breaker.TryGuard(static _ => ValueTask.FromException<int>(new TimeoutException()));
        return true;
    }

    /// <summary>As the grain has said.</summary>
    private static async Task<bool> Is(IBreakerGrain breaker, BreakerState state)
    {
        await Pause.Until(
            () => breaker.Snapshot is { Scope: BreakerScope.Cluster } seen && seen.State == state, $"{breaker.Snapshot} is {state}");
        return true;
    }
}
