namespace Failfast.Tests.Local;

/// <summary>A disabled breaker is as if it were not there: its limits too.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class DisabledTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Disable_lifts_the_limits_of_calls_and_Enable_brings_them_back()
    {
        var breaker = _cluster.Breaker("bounded-disabled", it => it with { CallTimeout = TimeSpan.FromSeconds(2), MaxConcurrentCalls = 1 });
        await breaker.Succeed();
        await breaker.Disable();
        await breaker.IsSeenAs(BreakerState.Disabled);

        await LimitsNothing(breaker);

        await breaker.Enable();
        await breaker.IsSeenAs(BreakerState.Closed);
        using var permit = breaker.TryEnter();
        Assert.Equal(RejectionCause.Concurrency, (await breaker.IsRejected()).Cause);
    }

    [Fact]
    public Task Enabled_false_lifts_the_limits_of_calls() => LimitsNothing(_cluster.Breaker(
        "bounded-off", it => it with { CallTimeout = TimeSpan.FromSeconds(2), MaxConcurrentCalls = 1, Enabled = false }));

    [Fact]
    public async Task Enabled_false_counts_nothing()
    {
        var breaker = _cluster.Breaker("off-uncounted", it => it with { Enabled = false });
        await breaker.Fail(times: 20);
        breaker.TryEnter()!.Fail();

        await breaker.Configure(new BreakerSettings());
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Closed, Scope: BreakerScope.Cluster });

        await breaker.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task Disable_counts_nothing()
    {
        var breaker = _cluster.Client.GetBreaker("disabled-uncounted");
        await breaker.Succeed();
        await breaker.Disable();
        await breaker.IsSeenAs(BreakerState.Disabled);
        await breaker.Fail(times: 20);
        breaker.TryEnter()!.Fail();

        await breaker.Enable();
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Closed, Scope: BreakerScope.Cluster });

        await breaker.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    private async Task LimitsNothing(IBreakerGrain breaker)
    {
        var finish = new TaskCompletionSource<int>();
        var tokens = new List<CancellationToken>();
        var running = Enumerable.Range(0, 3).Select(_ => breaker.Guard(ct =>
        {
            tokens.Add(ct);
            return finish.Task;
        })).ToList();
        var permit = breaker.TryEnter();
        Assert.Equal(3, tokens.Count);

        // More than CallTimeout.
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.All(tokens, token => Assert.False(token.CanBeCanceled));
        Assert.All(running, call => Assert.False(call.IsCompleted));
        Assert.False(permit!.IsEnded);
        permit.Dispose();
        finish.SetResult(7);
        Assert.All(await Task.WhenAll(running), result => Assert.Equal(7, result));
    }
}
