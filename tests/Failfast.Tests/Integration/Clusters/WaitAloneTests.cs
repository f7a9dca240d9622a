namespace Failfast.Tests.Integration.Clusters;

/// <summary>Waiting on a break that is not the cluster's.</summary>
public sealed class WaitAloneTests : IAsyncLifetime
{
    private readonly GrainOutage _outage = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options =>
        {
            options.Defaults = new() { BreakDurationJitter = 0 };
            options.Breakers["two-hosts"] = options.Defaults with { MinimumHosts = 2 };
        },
        client: client => client.AddOutgoingGrainCallFilter(_outage));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task WaitUntilAdmitting_break_that_the_host_holds_for_itself_ends_with_it()
    {
        var breaker = _cluster.Client.GetBreaker("two-hosts");
        await breaker.Succeed();

        await breaker.Fail(times: 5);

        await EndsWithTheBreak(breaker, BreakerScope.Host);
    }

    [Theory]
    [InlineData(GrainOutage.Kind.Refuse)]
    [InlineData(GrainOutage.Kind.Hang)]
    public async Task WaitUntilAdmitting_break_held_alone_ends_with_it(GrainOutage.Kind kind)
    {
        _outage.Now = kind;
        var breaker = _cluster.Client.GetBreaker($"alone-{kind}");
        var first = breaker.Succeed();
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            return first.IsCompletedSuccessfully;
        });

        await breaker.Fail(times: 5);

        await EndsWithTheBreak(breaker, BreakerScope.Alone);
    }

    private async Task EndsWithTheBreak(IBreakerGrain breaker, BreakerScope scope)
    {
        Assert.Equal((BreakerState.Open, scope), (breaker.Snapshot.State, breaker.Snapshot.Scope));
        var waiting = breaker.WaitUntilAdmitting().AsTask();
        await _cluster.Pass(TimeSpan.FromSeconds(4.8));
        Assert.False(waiting.IsCompleted);

        await _cluster.Pass(TimeSpan.FromSeconds(.4));

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        await breaker.Succeed();
        Assert.Equal(BreakerState.Closed, breaker.State);
    }
}
