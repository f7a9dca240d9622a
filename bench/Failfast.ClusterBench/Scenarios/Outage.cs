using System.Diagnostics;
using Failfast.ClusterBench.Load;
using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>A dependency that all processes call falls for all at the same moment.</summary>
internal static class Outage
{
    /// <returns>Microseconds until all processes reject, and the calls that reached the dependency until then.</returns>
    public static async Task<(double Until, long Leaked)> Run(IReadOnlyList<ChildProcess> hosts, LoadOrder load)
    {
        var isGuard = load.Kind == "guard";
        if (isGuard)
            await Task.WhenAll(hosts.Select(host => host.Do("meet", load.Breaker)));
        await Task.WhenAll(hosts.Select(host => host.Do("load", load)));
        // A healthy second before, and each round falls at another time of the report interval.
        await Pause.For(1 + Random.Shared.NextDouble());
        var fall = new FallOrder(load.Breaker, PacedLoads.In(.2));
        await Task.WhenAll(hosts.Select(host => host.Do("fall", fall)));
        await Task.WhenAll(hosts.Select(host => host.Do("rejecting", load.Breaker)));
        var results = await Task.WhenAll(hosts.Select(host => host.Ask<LoadResult>("stop", load.Breaker)));
        if (isGuard)
        {
            await hosts[0].Do("reset", load.Breaker);
            await Task.WhenAll(hosts.Select(host => host.Do("closed", load.Breaker)));
        }

        return (
            Stopwatch.GetElapsedTime(fall.At, results.Max(result => result.RejectedAt)).TotalMicroseconds,
            results.Sum(result => result.Leaked));
    }
}
