namespace Failfast.Tests.Local;

/// <summary>What counts as a failure is decided for every kind of call alike.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class ShouldHandleTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("picky-pending", null)]
    [InlineData("picky-timed-pending", 2)]
    public async Task Guard_results_that_come_later_are_judged_in_every_shape(string name, int? timeout)
    {
        var breaker = Picky(name, timeout);
        Func<int, Task<int>>[] shapes =
        [
            async result => await breaker.Guard(_ => ValueTask.FromResult(result)),
            async result => await breaker.Guard(async _ => { await Task.Yield(); return result; }),
            result => breaker.Guard(_ => Task.FromResult(result)),
            result => breaker.Guard(Task<int> (_) => Later(result)),
            result => breaker.Guard((it, _) => Later(it), result),
            async result => (await breaker.TryGuard(_ => ValueTask.FromResult(result))).GetResult(),
            async result => (await breaker.TryGuard(async _ => { await Task.Yield(); return result; })).GetResult(),
            async result => (await breaker.TryGuard(Task<int> (_) => Later(result))).GetResult(),
            async result => await breaker.Guard(async _ => { await Task.Yield(); return result; }, _ => 0),
        ];

        // Good ones in between: 2 of 3 good, so that no rule trips.
        foreach (var shape in shapes)
        {
            Assert.Equal(1, await shape(1));
            Assert.Equal(-1, await shape(-1));
            Assert.Equal(1, await shape(1));
        }

        await breaker.CountsAreExactly(_cluster, calls: 3 * shapes.Length, failures: shapes.Length);
    }

    [Theory]
    [InlineData("picky-thrown", null)]
    [InlineData("picky-timed-thrown", 2)]
    public async Task Guard_exceptions_that_are_not_to_be_handled_are_successes_in_every_shape(string name, int? timeout)
    {
        var breaker = Picky(name, timeout);
        var error = new FormatException();

        Assert.Same(error, await Record.ExceptionAsync(() => breaker.Guard(async Task (_) => { await Task.Yield(); throw error; })));
        Assert.Same(error, await Record.ExceptionAsync(async () => await breaker.Guard(async ValueTask<int> (_) => { await Task.Yield(); throw error; })));
        Assert.Same(error, (await breaker.TryGuard(async ValueTask<int> (_) => { await Task.Yield(); throw error; })).Exception);
        Assert.Same(error, (await breaker.TryGuard(ValueTask<int> (_) => throw error)).Exception);

        await breaker.CountsAreExactly(_cluster, calls: 4, failures: 0);
    }

    [Fact]
    public async Task Guard_rule_for_results_that_throws_counts_failures_and_hides_nothing_in_every_shape()
    {
        // It has room for two calls: places that were not given back would be missed.
        _cluster.Configure(options => options.ShouldHandleResult<int>("throwing-result", _ => throw new InvalidOperationException("a bad rule")));
        var breaker = _cluster.Breaker("throwing-result", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });

        Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));
        Assert.Equal(1, await breaker.Guard(_ => Task.FromResult(1)));
        Assert.Equal(1, await breaker.Guard(Task<int> (_) => Later(1)));
        Assert.Equal(1, (await breaker.TryGuard(_ => ValueTask.FromResult(1))).GetResult());
        Assert.Equal(1, (await breaker.TryGuard(Task<int> (_) => Later(1))).GetResult());

        var status = default(BreakerStatus);
        await _cluster.Becomes(async () => (status = await breaker.GetStatus()).Failures == 5, () => $"{status}");
        Assert.Equal(5, status!.Calls);
    }

    [Fact]
    public async Task Guard_probe_with_a_bad_result_has_failed()
    {
        Picky("picky-probe-result");
        var breakers = await HalfOpened("picky-probe-result");

        Assert.Equal(-1, await _cluster.Admits(() => breakers[1].Guard(async Task<int> (_) => { await Task.Yield(); return -1; })));

        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Equal(2, (await breakers[0].GetStatus()).Snapshot.Breaks);
    }

    [Fact]
    public async Task Guard_probe_with_an_exception_not_to_be_handled_closes()
    {
        Picky("picky-probe-exception");
        var breakers = await HalfOpened("picky-probe-exception");

        await Assert.ThrowsAsync<ArgumentException>(() => _cluster.Admits(() => breakers[1].Guard(_ => Task.FromException(new ArgumentException()))));

        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_inner_rejection_wrapped_in_another_exception_is_that_exception_and_counts_as_a_failure()
    {
        var breaker = _cluster.CountingBreaker("counted-wrapped");
        var rejection = new BreakerOpenException("inner", BreakerState.Open, null, null);

        await Assert.ThrowsAsync<AggregateException>(() => breaker.Guard(_ => Task.FromException(new AggregateException(rejection))));
        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.FromException(new FormatException("wraps", rejection))));
        await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.FromException(rejection)));

        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 2);
    }

    private static async Task<int> Later(int result)
    {
        await Task.Yield();
        return result;
    }

    /// <summary>Time-outs and results below zero are failures, and nothing else is.</summary>
    private IBreakerGrain Picky(string name, int? timeout = null)
    {
        _cluster.Configure(options => options
            .ShouldHandle(name, error => error is TimeoutException)
            .ShouldHandleResult<int>(name, result => result < 0));
        return timeout is { } seconds
            ? _cluster.Breaker(name, it => it with { CallTimeout = TimeSpan.FromSeconds(seconds), ConsecutiveFailures = 100 })
            : _cluster.Client.GetBreaker(name);
    }

    private async Task<IReadOnlyList<IBreakerGrain>> HalfOpened(string name)
    {
        var breakers = _cluster.BreakersOn(name);
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        return breakers;
    }
}
