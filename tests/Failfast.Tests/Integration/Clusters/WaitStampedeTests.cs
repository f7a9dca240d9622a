namespace Failfast.Tests.Integration.Clusters;

/// <summary>What waiters ask of the grain.</summary>
public sealed class WaitStampedeTests : IAsyncLifetime
{
    private readonly ProbeRequests _requests = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options =>
        {
            options.Defaults = new() { BreakDurationJitter = 0 };
            options.Breakers["three"] = options.Defaults with { HalfOpenPermits = 3, HalfOpenSuccesses = 3 };
        },
        client: client => client.AddOutgoingGrainCallFilter(_requests));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData("one", 1)]
    [InlineData("three", 3)]
    public async Task WaitUntilAdmitting_fifty_waiters_ask_the_grain_hardly_more_often_than_there_are_permits(string name, int permits)
    {
        var breaker = await Opened(name);
        var through = 0;
        var finish = new TaskCompletionSource();
        async Task Consume()
        {
            await breaker.WaitUntilAdmitting();
            await breaker.Guard(async _ =>
            {
                Interlocked.Increment(ref through);
                await finish.Task;
            });
        }

        var consumers = Enumerable.Range(0, 50).Select(_ => Consume()).ToList();
        await _cluster.Pass(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(
            async () =>
            {
                await _cluster.Pass(TimeSpan.FromMilliseconds(100));
                return Volatile.Read(ref through) == permits;
            },
            () => $"{through} through, {_requests.Count} requests");
        await _cluster.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(permits, through);
        // One for each permit, and one a second on behalf of all who wait.
        Assert.InRange(_requests.Count, permits, permits + 4);
        finish.SetResult();
        await breaker.IsSeenAs(BreakerState.Closed);
        await Task.WhenAll(consumers).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Equal(50, through);
    }

    [Fact]
    public async Task WaitUntilAdmitting_cancelled_while_its_permit_is_on_the_way_leaves_it_to_the_next_call()
    {
        var breaker = await Opened("cancelled");
        var release = new TaskCompletionSource();
        _requests.Held = release.Task;
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        using var cancel = new CancellationTokenSource();
        var waiting = breaker.WaitUntilAdmitting(cancel.Token).AsTask();
        await Eventually.Is(() => _requests.Count == 1);

        await cancel.CancelAsync();
        release.SetResult();

        await Record.ExceptionAsync(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System));
        // Long before any deadline gives it back.
        await _cluster.Admits(breaker.Succeed);
        await breaker.IsSeenAs(BreakerState.Closed);
    }

    private async Task<IBreakerGrain> Opened(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        return breaker;
    }
}
