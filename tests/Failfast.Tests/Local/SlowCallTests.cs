namespace Failfast.Tests.Local;

/// <summary>A call counts as slow once: when a sweep finds it, or when it ends if that comes first.</summary>
public sealed class SlowCallTests : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;

    // A cluster for each test: nobody else's calls move the sweeps about.
    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options =>
        {
            options.Defaults = new() { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 100, BreakDurationJitter = 0 };
            options.Breakers["failing"] = options.Defaults with { SlowCallRatio = null };
            options.Breakers["quick"] = options.Defaults with { SlowCallDuration = TimeSpan.FromMilliseconds(40), MinimumThroughput = 4 };
        });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Guard_call_that_was_slow_while_it_hung_and_ends_well_counts_no_second_time()
    {
        var breaker = await Met("once");
        var finish = new TaskCompletionSource<int>();
        var hanging = breaker.Guard(_ => finish.Task);

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));
        await Eventually.Is(async () => await breaker.GetStatus() is { SlowCalls: 1, Calls: 1, Failures: 0 });
        Assert.False(hanging.IsCompleted);
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));
        finish.SetResult(7);

        Assert.Equal(7, await hanging);
        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 0, slow: 1);
    }

    [Fact]
    public async Task Guard_calls_that_hang_name_slowness_as_the_cause_and_not_an_earlier_exception()
    {
        var breaker = await Met("failing");
        await breaker.Fail();
        await breaker.Succeed();
        var finish = new TaskCompletionSource<int>();
        var hanging = Enumerable.Range(0, 5).Select(_ => breaker.Guard(_ => finish.Task)).ToList();

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));

        await Eventually.Is(async () => (await breaker.GetStatus()).FailureCauses is [{ Name: "slow call", Count: 5 }, ..]);
        finish.SetResult(7);
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task Guard_call_that_ends_slow_before_a_sweep_has_seen_it_counts_as_slow_once()
    {
        var breaker = await Met("between-sweeps");
        // Half-way between two of the sweeps, which come every 100 ms.
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
        var finish = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => finish.Task);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(990));
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(15));
        Assert.Equal(0, (await breaker.GetStatus()).Calls);

        finish.SetResult(7);

        Assert.Equal(7, await call);
        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 0, slow: 1);
    }

    [Fact]
    public async Task Guard_slow_call_that_ends_with_an_exception_before_a_sweep_has_one_cause()
    {
        var breaker = await Met("failing");
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
        var finish = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => finish.Task);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(990));
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(15));

        finish.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await Eventually.Is(async () => await breaker.GetStatus() is { SlowCalls: 1, Failures: 1, FailureCauses: [{ Name: nameof(TimeoutException), Count: 1 }] });
    }

    [Fact]
    public async Task Guard_call_that_holds_its_thread_for_long_counts_as_slow_in_every_shape()
    {
        var breaker = await Met("synchronous");
        var slow = TimeSpan.FromSeconds(1.2);

        await breaker.Guard(_ => { _cluster.Time.Advance(slow); return ValueTask.FromResult(1); });
        await breaker.Guard(_ => { _cluster.Time.Advance(slow); return ValueTask.CompletedTask; });
        await breaker.Guard(_ => { _cluster.Time.Advance(slow); return Task.FromResult(1); });
        await breaker.Guard(_ => { _cluster.Time.Advance(slow); return Task.CompletedTask; });
        await breaker.TryGuard(_ => { _cluster.Time.Advance(slow); return ValueTask.FromResult(1); });

        await breaker.CountsAreExactly(_cluster, calls: 5, failures: 0, slow: 5);
    }

    [Fact]
    public async Task Sweep_comes_more_often_for_a_breaker_whose_calls_are_slow_soon()
    {
        var breaker = await Met("quick");
        var hanging = Enumerable.Range(0, 4).Select(_ => breaker.Guard(_ => new TaskCompletionSource<int>().Task)).ToList();

        // The ordinary sweep would come 40 ms later.
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(60));

        await breaker.IsSeenAs(BreakerState.Open);
        Assert.Contains("4 of 4 calls were slow", breaker.Snapshot.Reason, StringComparison.Ordinal);
        Assert.All(hanging, call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task Guard_probe_that_goes_overdue_has_failed_while_it_still_hangs()
    {
        var breaker = await Met("failing");
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var finish = new TaskCompletionSource<int>();
        var runs = false;
        Func<CancellationToken, Task<int>> call = _ =>
        {
            Volatile.Write(ref runs, true);
            return finish.Task;
        };
        var probe = breaker.Guard(call);
        await Eventually.Is(() => Volatile.Read(ref runs));

        // Slow calls are failures: a probe has no more time than they have.
        _cluster.Time.Advance(TimeSpan.FromSeconds(1.1));

        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Breaks: 2 });
        Assert.False(probe.IsCompleted);
        await breaker.IsRejected();
        // Its success comes late, and is a success all the same.
        finish.SetResult(7);
        Assert.Equal(7, await probe);
        await breaker.IsSeenAs(BreakerState.Closed);
    }

    /// <summary>Known here, with nothing counted.</summary>
    private async Task<IBreakerGrain> Met(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.WaitUntilAdmitting();
        await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);
        return breaker;
    }
}
