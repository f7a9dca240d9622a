namespace Failfast.Tests.Integration.Clusters;

[Collection(SharedClusterTests.Name)]
public sealed class ConvergenceTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_failures_on_one_host_reject_on_all_others()
    {
        var breakers = _cluster.BreakersOn("one-host-fails");
        await breakers.MeetAndSettle(_cluster);

        await breakers[0].Fail(times: 5);

        await breakers.AreSeenAs(BreakerState.Open);
        foreach (var breaker in breakers)
        {
            var rejected = await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.FromResult(1)));
            Assert.Equal("one-host-fails", rejected.BreakerName);
            Assert.Equal(BreakerState.Open, rejected.State);
            Assert.Equal(5, rejected.RetryAfter!.Value.TotalSeconds, precision: 3);
            Assert.Contains("5 failures in a row", rejected.Reason, StringComparison.Ordinal);
            Assert.Equal(BreakerScope.Cluster, breaker.Snapshot.Scope);
        }
    }

    [Fact]
    public async Task Guard_failures_spread_over_hosts_add_up_to_the_threshold()
    {
        var breakers = _cluster.BreakersOn("spread");
        await breakers.MeetAndSettle(_cluster);

        foreach (var breaker in breakers)
            await breaker.Fail();
        Assert.All(breakers, breaker => Assert.Equal(BreakerState.Closed, breaker.State));
        await breakers[0].Fail();
        await _cluster.Pass(TimeSpan.FromMilliseconds(100));

        await breakers.AreSeenAs(BreakerState.Open);
    }

    [Fact]
    public async Task Guard_concurrent_failures_on_all_hosts_are_counted_exactly()
    {
        const int perHost = 250;
        var breakers = _cluster.BreakersOn("counted-exactly", BreakerCluster.Counting);
        await breakers.Meet();

        await Task.WhenAll(breakers.Select(breaker => Task.Run(() => Parallel.ForEachAsync(
            Enumerable.Range(0, perHost),
            async (_, _) =>
            {
                await breaker.Fail();
                await breaker.Succeed();
            }))));

        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            var status = await breakers[0].GetStatus();
            return status.Failures == perHost * breakers.Count && status.Calls == status.Failures * 2 + breakers.Count;
        });
    }

    [Fact]
    public async Task Guard_one_bad_host_among_busy_healthy_ones_opens_on_itself_only()
    {
        var breakers = _cluster.BreakersOn("one-bad-host");
        await breakers.Meet();
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(1001));

        // The healthy hosts are busy all the while, with successes that the grain has not heard of.
        for (var i = 0; i < 5; i++)
        {
            await breakers[0].Fail();
            await breakers.Skip(1).Meet();
        }

        await breakers[0].IsSeenAs(BreakerState.Open);
        Assert.Equal(BreakerScope.Host, breakers[0].Snapshot.Scope);
        await Eventually.Is(async () => (await breakers[1].GetStatus()).Failures == 5);
        foreach (var healthy in breakers.Skip(1))
        {
            await healthy.Succeed();
            Assert.Equal(BreakerState.Closed, healthy.State);
        }

        var status = await breakers[1].GetStatus();
        Assert.Equal(BreakerState.Closed, status.Snapshot.State);
        Assert.Single(status.FailingHosts);
    }
}
