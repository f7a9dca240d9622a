namespace Failfast.Tests.Hosting;

/// <summary>Breakers that configuration names are asked for at start.</summary>
public sealed class PrefetchTests
{
    [Fact]
    public async Task AddFailfast_breakers_that_are_named_are_known_on_every_host_before_the_first_call()
    {
        var outage = new GrainOutage();
        await using var cluster = await BreakerCluster.Start(
            silos: 2,
            configure: options =>
            {
                options.Breakers["named"] = options.Defaults;
                options.Breakers["family-*"] = options.Defaults;
            },
            client: client => client.AddOutgoingGrainCallFilter(outage));
        foreach (var host in cluster.Hosts)
            await Eventually.Is(
                () =>
                {
                    cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
                    return host.GetBreaker("named").Snapshot.Scope == BreakerScope.Cluster;
                });

        // No call need wait for the grain, not even if it is out of reach; another breaker's first call must.
        outage.Now = GrainOutage.Kind.Hang;
        Assert.True(cluster.Client.GetBreaker("named").Guard(_ => Task.FromResult(1)).IsCompletedSuccessfully);
        Assert.False(cluster.Client.GetBreaker("family-member").Guard(_ => Task.FromResult(1)).IsCompleted);
    }
}
