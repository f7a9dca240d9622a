namespace Failfast.Tests.Integration.Clusters;

/// <summary>Five hosts, four silos and a client; everything fails at one of them, and two must fail before the cluster opens.</summary>
public sealed class BadHostTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;
    private IReadOnlyList<IBreakerGrain> _breakers = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 4, configure: options => options.Defaults = new BreakerSettings
        {
            MinimumHosts = 2, BreakDurationJitter = 0, BreakDurationFactor = 1,
        });
        _breakers = _cluster.BreakersOn("payments");
        await _breakers.MeetAndSettle(_cluster);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_one_bad_host_of_five_is_open_there_and_closed_elsewhere_and_the_snapshots_say_so()
    {
        await _breakers[0].Fail(times: 5);
        await Eventually.Is(async () => (await _breakers[1].GetStatus()).FailingHosts.Count == 1);

        await _breakers[0].IsRejected();
        var bad = _breakers[0].Snapshot;
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (bad.State, bad.Scope));
        Assert.Equal(5, bad.RetryAfter!.Value.TotalSeconds, precision: 1);
        foreach (var healthy in _breakers.Skip(1))
        {
            await healthy.Succeed();
            Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (healthy.Snapshot.State, healthy.Snapshot.Scope));
        }

        Assert.Equal(BreakerState.Closed, (await _breakers[1].GetStatus()).Snapshot.State);
    }

    [Fact]
    public async Task Guard_bad_host_goes_on_failing_probes_alone_and_never_opens_the_cluster()
    {
        await _breakers[0].Fail(times: 5);
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(BreakerScope.Host, _breakers[0].Snapshot.Scope);
            _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
            // A probe of its own, that needs nobody's permit.
            await _breakers[0].Fail();
            await _breakers[0].IsRejected();
            await _breakers.Skip(1).Meet();
        }

        Assert.Equal((BreakerState.Closed, 0L), ((await _breakers[1].GetStatus()).Snapshot.State, _breakers[1].Snapshot.Generation));
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await _breakers[0].Succeed();
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_breakers[0].Snapshot.State, _breakers[0].Snapshot.Scope));
    }

    [Fact]
    public async Task Guard_second_failing_host_opens_the_cluster()
    {
        await _breakers[0].Fail(times: 5);
        await _cluster.Becomes(async () => (await _breakers[1].GetStatus()).Failures == 5);
        await _breakers[1].Fail();
        foreach (var breaker in _breakers)
            await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
    }
}
