namespace Failfast.Tests.Integration.Clusters;

[Collection(SharedClusterTests.Name)]
public sealed class InsideGrainTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_inside_a_grain_runs_on_its_scheduler_also_cold_and_after_a_permit()
    {
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("scheduler");
        var breakers = _cluster.BreakersOn("in-grain");
        await breakers.MeetAndSettle(_cluster);

        Assert.Equal("True True", await grain.Guard("in-grain"));
        Assert.Equal("True True", await grain.Guard("in-grain"));
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.Is(async () => (await breakers[0].GetStatus()).Calls == breakers.Count + 2);
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));
        await breakers[3].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("True True", await _cluster.Admits(() => grain.Guard("in-grain")));
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_fallback_inside_a_grain_runs_on_its_scheduler_also_after_a_permit_was_refused()
    {
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("falls-back");
        var breakers = _cluster.BreakersOn("in-grain-fallback");
        await breakers.MeetAndSettle(_cluster);
        await breakers[3].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Equal("True True", await grain.FallBack("in-grain-fallback"));

        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        using var probe = await _cluster.Admits(() => breakers[3].EnterAsync().AsTask());
        Assert.Equal("True True", await grain.FallBack("in-grain-fallback"));
    }

    [Fact]
    public async Task Guard_rejection_inside_a_grain_crosses_the_wire_with_its_data()
    {
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("rejected");
        var breaker = _cluster.Client.GetGrain<IBreakerGrain>("crosses");
        await grain.Pass("crosses");
        await breaker.Isolate("for a test");

        var rejected = await Eventually.Throws<BreakerOpenException>(() => grain.Pass("crosses"));

        Assert.Equal("crosses", rejected.BreakerName);
        Assert.Equal(BreakerState.Isolated, rejected.State);
        Assert.Equal("for a test", rejected.Reason);
        Assert.Null(rejected.RetryAfter);
    }

    [Fact]
    public async Task Guard_with_a_reference_that_has_travelled_works()
    {
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("travelled");

        Assert.Equal(42, await grain.GuardWith(_cluster.Client.GetGrain<IBreakerGrain>("traveller")));
    }
}
