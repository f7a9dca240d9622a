using System.Diagnostics;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Load;

/// <summary>A load to start.</summary>
/// <param name="Breaker">The breaker's name; Polly's has none.</param>
/// <param name="Kind"><c>guard</c> or <c>polly</c>.</param>
/// <param name="Rate">Calls a second.</param>
/// <param name="FailingEvery">0, or each how-many-th call fails.</param>
/// <param name="Hangs">Whether calls never end.</param>
internal sealed record LoadOrder(string Breaker, string Kind, int Rate, int FailingEvery = 0, bool Hangs = false);

/// <summary>The dependency fails all calls from then on.</summary>
/// <param name="Breaker">The load's breaker.</param>
/// <param name="At">In ticks of the machine's clock.</param>
internal sealed record FallOrder(string Breaker, long At);

/// <summary>What became of a load.</summary>
/// <param name="RejectedAt">When its first call after the fall was rejected.</param>
/// <param name="Leaked">Calls that reached the dependency after its fall.</param>
internal sealed record LoadResult(long RejectedAt, long Leaked);

/// <summary>The loads that this host runs, each on a breaker of its own.</summary>
internal sealed class PacedLoads(IGrainFactory grains)
{
    private readonly Dictionary<string, PacedLoad> _loads = [];

    public void Add(Orders orders)
    {
        orders.On<LoadOrder, bool>("load", order =>
        {
            _loads.Add(order.Breaker, new PacedLoad(order, order.Kind == "polly" ? new PollyCalls() : new GuardedCalls(grains.GetBreaker(order.Breaker))));
            return Task.FromResult(true);
        });
        orders.On<FallOrder, bool>("fall", order =>
        {
            _loads[order.Breaker].FallAt = order.At;
            return Task.FromResult(true);
        });
        orders.On<string, bool>("rejecting", async name =>
        {
            await Pause.Until(() => _loads[name].RejectedAt != 0, $"{name} rejects");
            return true;
        });
        orders.On<string, LoadResult>("stop", name => _loads.Remove(name, out var load) ? load.Stop() : throw new KeyNotFoundException(name));
    }

    public static long In(double seconds) => Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
}
