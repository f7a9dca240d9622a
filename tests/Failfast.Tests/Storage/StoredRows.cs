using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>What a cluster's storage holds of a breaker, seen and changed past the breaker.</summary>
internal static class StoredRows
{
    /// <summary>Null for no row, or one without data.</summary>
    public static async Task<BreakerRecord?> Stored(this BreakerCluster cluster, string breaker, string name = BreakerRow.StateName)
    {
        var state = await cluster.Read<BreakerRecord>(breaker, name);
        return state.RecordExists ? state.State : null;
    }

    public static async Task<GrainState<T>> Read<T>(this BreakerCluster cluster, string breaker, string name = BreakerRow.StateName)
        where T : new()
    {
        var state = new GrainState<T>(new T());
        await cluster.Storage().ReadStateAsync(name, cluster.Id(breaker), state);
        return state;
    }

    public static Task Write<T>(this BreakerCluster cluster, string breaker, GrainState<T> state, string name = BreakerRow.StateName) =>
        cluster.Storage().WriteStateAsync(name, cluster.Id(breaker), state);

    public static IGrainStorage Storage(this BreakerCluster cluster) =>
        cluster.Orleans.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("failfast");

    public static GrainId Id(this BreakerCluster cluster, string breaker) => cluster.Client.GetBreaker(breaker).GetGrainId();

    /// <summary>Ends the breaker's activation, so that the next call makes another.</summary>
    public static async Task Deactivate(this IBreakerGrain breaker) =>
        await breaker.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Fails until the grain has opened, rather than this host alone.</summary>
    public static async Task Trip(this IBreakerGrain breaker, BreakerCluster cluster)
    {
        await breaker.Fail(times: 5);
        // A grain that has just moved gives hosts that it has not met some time to contradict.
        await Eventually.Is(() =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(20));
            return breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster };
        });
    }

    /// <summary>Lets the break end, and closes the breaker by a probe.</summary>
    public static Task Recover(this IBreakerGrain breaker, BreakerCluster cluster) => Eventually.Is(async () =>
    {
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await breaker.TryGuard(_ => ValueTask.FromResult(1));
        return breaker.Snapshot is { State: BreakerState.Closed, Scope: BreakerScope.Cluster };
    });

    /// <summary>Lets time pass for the breaker until everything is stored.</summary>
    public static Task IsDurable(this IBreakerGrain breaker, BreakerCluster cluster) => Eventually.Is(async () =>
    {
        cluster.Time.Advance(TimeSpan.FromMilliseconds(200));
        return (await breaker.GetStatus()).Durability == BreakerDurability.Durable;
    });
}
