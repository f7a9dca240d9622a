namespace Failfast.Tests.Guarding;

/// <summary>What counts as a failure of a guarded call.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class GuardOutcomeTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    private IBreakerGrain Breaker(string name) => _cluster.Client.GetBreaker(name);

    [Fact]
    public async Task Guard_callers_own_cancellation_is_no_failure_but_anothers_is()
    {
        var breaker = _cluster.CountingBreaker("counted-cancelled");
        await breaker.Succeed();
        using var own = new CancellationTokenSource();
        await own.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => breaker.Guard(ct => Task.FromCanceled(ct), own.Token));
        // As HttpClient's time-out: cancelled, but not by the caller's token.
        await Assert.ThrowsAsync<TaskCanceledException>(() => breaker.Guard(_ => Task.FromException(new TaskCanceledException())));

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
        Assert.Equal(2, (await breaker.GetStatus()).Calls);
    }

    [Fact]
    public async Task Guard_rejection_of_an_inner_breaker_counts_nothing_in_the_outer_one()
    {
        var outer = _cluster.CountingBreaker("counted-outer");
        var inner = Breaker("inner");
        await inner.Succeed();
        await inner.Isolate();
        await inner.IsSeenAs(BreakerState.Isolated);

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<BreakerOpenException>(() => outer.Guard(ct => inner.Guard(_ => Task.FromResult(1), ct)));

        await outer.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task Guard_should_handle_decides_what_is_a_failure()
    {
        _cluster.Configure(options => options
            .ShouldHandle("picky", error => error is TimeoutException)
            .ShouldHandleResult<int>("picky", result => result < 0));
        var breaker = Breaker("picky");

        await Assert.ThrowsAsync<ArgumentException>(() => breaker.Guard(_ => Task.FromException(new ArgumentException())));
        Assert.Equal(-1, await breaker.Guard(_ => Task.FromResult(-1)));
        Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));
        await breaker.Fail();

        await _cluster.Becomes(async () => (await breaker.GetStatus()) is { Failures: 2, Calls: 4 });
    }

    [Fact]
    public async Task Guard_ignore_counts_nothing_and_comes_before_should_handle()
    {
        _cluster.Configure(options => options
            .Ignore("choosy", error => error is ArgumentException)
            .ShouldHandle("choosy", error => error is TimeoutException));
        var breaker = Breaker("choosy");

        for (var i = 0; i < 9; i++)
            await Assert.ThrowsAsync<ArgumentException>(() => breaker.Guard(_ => Task.FromException(new ArgumentException())));
        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.FromException(new FormatException())));
        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()) is { Failures: 1, Calls: 2 });
    }

    [Fact]
    public async Task Guard_ignore_that_throws_counts_a_failure_and_hides_nothing()
    {
        _cluster.Configure(options => options.Ignore("throwing-ignore", _ => throw new InvalidOperationException("a bad rule")));
        var breaker = Breaker("throwing-ignore");

        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
    }

    [Fact]
    public async Task Guard_should_handle_that_throws_counts_a_failure_and_hides_nothing()
    {
        _cluster.Configure(options => options.ShouldHandle("throwing-rule", _ => throw new InvalidOperationException("a bad rule")));
        var breaker = Breaker("throwing-rule");

        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
    }

    [Fact]
    public async Task Guard_observe_only_counts_and_opens_but_never_rejects()
    {
        var breaker = _cluster.Breaker("observed", it => it with { ObserveOnly = true });

        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });

        for (var i = 0; i < 20; i++)
            await breaker.Succeed();
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(async () =>
        {
            await breaker.Succeed();
            return breaker.State == BreakerState.Closed;
        });
    }

    [Fact]
    public async Task Guard_disabled_by_configuration_runs_as_if_nothing_were_there()
    {
        var breaker = _cluster.Breaker("off", it => it with { Enabled = false });

        await breaker.Fail(times: 20);

        Assert.Equal(BreakerState.Disabled, breaker.State);
        await breaker.Succeed();
        Assert.Equal(0, (await breaker.GetStatus()).Calls);
    }

    [Fact]
    public async Task Guard_calls_count_as_slow_while_they_still_hang()
    {
        var breaker = _cluster.Breaker("slow", it => it with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 4 });
        await breaker.Succeed();
        var finish = new TaskCompletionSource<int>();
        var hanging = Enumerable.Range(0, 4).Select(_ => breaker.Guard(_ => finish.Task)).ToList();

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));

        await breaker.IsSeenAs(BreakerState.Open);
        Assert.Contains("were slow", breaker.Snapshot.Reason, StringComparison.Ordinal);
        Assert.All(hanging, call => Assert.False(call.IsCompleted));
        finish.SetResult(1);
        Assert.All(await Task.WhenAll(hanging), result => Assert.Equal(1, result));
    }
}
