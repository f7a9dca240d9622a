using System.Diagnostics;
using Xunit.Abstractions;

namespace Failfast.Tests.Integration.Clusters;

/// <summary>Everything a cluster depends on fails at once.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class ManyTripsTests(ITestOutputHelper output)
{
    private const int Many = 2_000;

    [Fact]
    public async Task Guard_thousands_of_breakers_tripping_at_once_open_and_recover_on_every_host()
    {
        await using var cluster = await BreakerCluster.Start(silos: 2);
        var watch = Stopwatch.StartNew();
        var breakers = Enumerable.Range(0, Many).SelectMany(i => cluster.BreakersOn($"many-{i}")).ToList();
        await Parallel.ForEachAsync(breakers, async (breaker, _) => await breaker.Succeed());
        output.WriteLine($"met after {watch.Elapsed}");

        // On every host, as in an outage.
        for (var i = 0; i < 5; i++)
            await Parallel.ForEachAsync(breakers, async (breaker, token) =>
            {
                var outcome = await breaker.TryGuard(_ => ValueTask.FromException<int>(new TimeoutException()), token);
                if (!outcome.IsRejected)
                    Assert.IsType<TimeoutException>(outcome.Exception);
            });
        output.WriteLine($"failed after {watch.Elapsed}");
        await AllAre(cluster, breakers, BreakerState.Open, () => Task.CompletedTask);
        output.WriteLine($"open everywhere after {watch.Elapsed}");

        cluster.Time.Advance(TimeSpan.FromSeconds(4));
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        await AllAre(cluster, breakers, BreakerState.Closed, () => Parallel.ForEachAsync(
            breakers.Where(breaker => breaker.State != BreakerState.Closed),
            async (breaker, token) =>
            {
                var outcome = await breaker.TryGuard(_ => ValueTask.FromResult(1), token);
                if (!outcome.IsRejected)
                    Assert.Null(outcome.Exception);
            }));
        output.WriteLine($"closed everywhere after {watch.Elapsed}");
        Assert.All(breakers, breaker => Assert.Equal(3, breaker.Snapshot.Generation));
    }

    private static Task AllAre(BreakerCluster cluster, List<IBreakerGrain> breakers, BreakerState state, Func<Task> meanwhile) =>
        Eventually.Is(
            async () =>
            {
                await meanwhile();
                cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
                return breakers.All(breaker => breaker.Snapshot is { Scope: BreakerScope.Cluster } now && now.State == state);
            },
            () => string.Join(", ", breakers.GroupBy(breaker => (breaker.Snapshot.State, breaker.Snapshot.Scope)).Select(group => $"{group.Key}: {group.Count()}")),
            TimeSpan.FromSeconds(60));
}
