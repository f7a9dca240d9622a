namespace Failfast.Tests.Guarding;

/// <summary>A call rejected by an inner breaker gives back what it took from the outer one.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class StackedTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_inner_rejection_gives_the_outer_probe_back_and_changes_nothing()
    {
        var inner = await Isolated("stacked-inner-1");
        var outer = _cluster.BreakersOn("stacked-outer");
        await outer.MeetAndSettle(_cluster);
        await outer[0].Fail(times: 5);
        await outer.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));

        await _cluster.Becomes(async () =>
            await Record.ExceptionAsync(() => outer[3].Guard(ct => inner.Guard(_ => Task.FromResult(1), ct))) is BreakerOpenException { BreakerName: "stacked-inner-1" });

        var status = await outer[0].GetStatus();
        Assert.Equal((BreakerState.HalfOpen, 1), (status.Snapshot.State, status.Snapshot.Breaks));
        await _cluster.Admits(outer[1].Succeed);
        await outer.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_within_a_probe_of_the_same_breaker_says_that_it_is_nested()
    {
        var breaker = _cluster.Client.GetBreaker("nested-in-itself");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));

        var thrown = await Assert.ThrowsAsync<BreakerOpenException>(async () => await breaker.Guard(
            async Task (ct) => await breaker.Guard(_ => Task.FromResult(1), ct)));
        Assert.Contains("nested", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("HalfOpenPermits", thrown.Message, StringComparison.Ordinal);

        // So it is in a grain that a probe calls, and not where the call is no part of the probe.
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("nesting");
        Exception? inner = null;
        BreakerRejection? beside = null;
        await Eventually.Is(async () => (await breaker.TryGuard(async Task (_) =>
        {
            inner = await Record.ExceptionAsync(() => grain.Pass("nested-in-itself"));
            Task<GuardOutcome<int>> other;
            using (ExecutionContext.SuppressFlow())
                other = Task.Run(async () => await breaker.TryGuard(_ => Task.FromResult(1)));
            beside = (await other).Rejection;
        })).IsSuccess);
        Assert.Contains("nested", Assert.IsType<BreakerOpenException>(inner).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nested", beside!.Value.Reason ?? "", StringComparison.Ordinal);
        await breaker.IsSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Guard_inner_rejection_gives_the_outer_place_back_and_counts_nothing()
    {
        var inner = await Isolated("stacked-inner-2");
        var outer = _cluster.Breaker("crowded-outer", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await outer.Succeed();

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<BreakerOpenException>(() => outer.Guard(ct => inner.Guard(_ => Task.FromResult(1), ct)));
            using var permit = await outer.EnterAsync();
            await Assert.ThrowsAsync<BreakerOpenException>(async () => await inner.EnterAsync());
        }

        await outer.Fail();
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return await outer.GetStatus() is { Calls: 2, Failures: 1 };
        });
    }

    [Fact]
    public async Task Guard_inner_rejection_from_another_process_counts_nothing_either()
    {
        await Isolated("stacked-inner-3");
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("stacked");
        await Eventually.Throws<BreakerOpenException>(() => grain.Pass("stacked-inner-3"));
        var outer = _cluster.CountingBreaker("counted-stacked");

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<BreakerOpenException>(() => outer.Guard(_ => grain.Pass("stacked-inner-3")));
        await outer.Fail();

        await _cluster.Becomes(async () => await outer.GetStatus() is { Calls: 1, Failures: 1 });
    }

    [Fact]
    public async Task Guard_inner_limit_counts_nothing_in_the_outer_one()
    {
        var inner = _cluster.Breaker("crowded-inner", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await inner.Succeed();
        using var first = inner.TryEnter();
        using var second = inner.TryEnter();
        var outer = _cluster.CountingBreaker("counted-stacked-limit");

        for (var i = 0; i < 5; i++)
            Assert.IsType<BreakerOpenException>((await outer.TryGuard(ct => inner.Guard(_ => Task.FromResult(1), ct))).Exception);
        await outer.Fail();

        await _cluster.Becomes(async () => await outer.GetStatus() is { Calls: 1, Failures: 1 });
    }

    private async Task<IBreakerGrain> Isolated(string name)
    {
        var inner = _cluster.Client.GetBreaker(name);
        await inner.Succeed();
        await inner.Isolate();
        await inner.IsSeenAs(BreakerState.Isolated);
        return inner;
    }
}
