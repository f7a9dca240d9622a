namespace Failfast.Tests.Cluster;

public sealed class ConvergenceTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_failures_on_one_host_reject_on_all_others()
    {
        var breakers = _cluster.BreakersOn("payments");
        foreach (var breaker in breakers)
            Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => breakers[0].Guard(_ => Task.FromException<int>(new TimeoutException())));

        foreach (var breaker in breakers)
        {
            await Eventually.Is(() => breaker.State == BreakerState.Open, () => breaker.Snapshot.ToString());
            var rejected = await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.FromResult(1)));
            Assert.Equal("payments", rejected.BreakerName);
            Assert.True(rejected.RetryAfter > TimeSpan.Zero);
        }
    }
}
