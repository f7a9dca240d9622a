namespace Failfast.Tests.GrainCalls;

[Collection(SharedClusterTests.Name)]
public sealed class GuardedContextTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task GuardedBy_cold_warm_and_after_a_permit_the_method_runs_in_its_grains_context()
    {
        var grain = _cluster.Client.GetGrain<IGuardedContextGrain>("context");

        // Nobody else uses this breaker: here the silo waits for the first word of it.
        Assert.Equal("True True", await grain.Where());
        Assert.Equal("True True", await grain.Where());

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => grain.Where(fail: true));
        await Eventually.Throws<BreakerOpenException>(() => grain.Where());

        // And here for a permit.
        string? probe = null;
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return await Record.ExceptionAsync(async () => probe = await grain.Where()) is null;
        });
        Assert.Equal("True True", probe);
        await Eventually.Is(async () => (await _cluster.Client.GetBreaker("guarded-context").GetStatus()).Snapshot.State == BreakerState.Closed);
    }
}
