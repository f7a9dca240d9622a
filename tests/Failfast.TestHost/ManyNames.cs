using System.Globalization;

namespace Failfast.TestHost;

/// <summary>The same with each of thousands of breakers, named PREFIX-0, PREFIX-1 and so on.</summary>
internal sealed class ManyNames(IGrainFactory grains, string prefix, int count)
{
    /// <returns>How many calls succeeded, failed and were rejected, and the longest delay by the guard in milliseconds.</returns>
    public async Task<string> Call(bool succeeds, int times)
    {
        var ends = await Task.WhenAll(All().Select(async breaker =>
        {
            var (outcomes, longest) = (new List<GuardOutcome>(), TimeSpan.Zero);
            for (var i = 0; i < times; i++)
            {
                var (outcome, delay) = await TimedCall.Run(breaker, _ =>
                    succeeds ? ValueTask.CompletedTask : ValueTask.FromException(new HttpRequestException("The dependency is down.")));
                outcomes.Add(outcome);
                longest = delay > longest ? delay : longest;
            }

            return (Outcomes: outcomes, Longest: longest);
        }));
        var all = ends.SelectMany(end => end.Outcomes).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Count(end => end.IsSuccess)} {all.Count(end => end.Exception is HttpRequestException)} {all.Count(end => end.IsRejected)} {ends.Max(end => end.Longest).TotalMilliseconds:0.000}");
    }

    /// <summary>How many are in a state by the cluster's word, as this process sees it; <c>Tripped</c> is open, or half-open since its break is over.</summary>
    public int Count(string state) => All().Select(breaker => breaker.Snapshot).Count(now => now.Scope == BreakerScope.Cluster
        && (state == "Tripped" ? now.State is BreakerState.Open or BreakerState.HalfOpen : $"{now.State}" == state));

    private IEnumerable<IBreakerGrain> All() => Enumerable.Range(0, count).Select(i => grains.GetBreaker($"{prefix}-{i}"));
}
