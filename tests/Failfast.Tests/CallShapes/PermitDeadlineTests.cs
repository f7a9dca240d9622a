namespace Failfast.Tests.CallShapes;

/// <summary>Permits that nobody ends, and those that are probes.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class PermitDeadlineTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task EnterAsync_leaked_permit_is_void_at_its_deadline()
    {
        var breaker = _cluster.Breaker("crowded-leaks", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await breaker.Succeed();
        var leaked = await breaker.EnterAsync();
        var alsoLeaked = breaker.TryEnter();
        Assert.Null(breaker.TryEnter());

        // ProbeTimeout, as there is no CallTimeout.
        _cluster.Time.Advance(TimeSpan.FromSeconds(10.1));

        Assert.True(leaked.IsEnded && alsoLeaked!.IsEnded);
        leaked.Succeed();
        using var first = breaker.TryEnter();
        using var second = breaker.TryEnter();
        Assert.True(first is not null && second is not null);
        Assert.Null(breaker.TryEnter());
    }

    [Fact]
    public async Task EnterAsync_leaked_permit_with_a_call_timeout_is_a_failure()
    {
        var breaker = _cluster.Breaker("timed-permit", it => it with { CallTimeout = TimeSpan.FromSeconds(2), ConsecutiveFailures = 100 });
        await breaker.Succeed();
        var leaked = await breaker.EnterAsync();

        _cluster.Time.Advance(TimeSpan.FromSeconds(2.1));
        leaked.Succeed();

        await CountsSettleAt(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task EnterAsync_permits_of_slow_calls_count_while_they_are_out()
    {
        var breaker = _cluster.Breaker("slow-permits", it => it with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 4 });
        await breaker.Succeed();
        var permits = new List<GuardPermit>();
        for (var i = 0; i < 4; i++)
            permits.Add(await breaker.EnterAsync());

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));

        await breaker.IsSeenAs(BreakerState.Open);
        Assert.All(permits, permit => Assert.False(permit.IsEnded));
        permits.ForEach(permit => permit.Dispose());
    }

    [Fact]
    public async Task EnterAsync_half_open_is_a_probe_and_one_that_nobody_ends_a_call_that_hangs()
    {
        var breakers = await Opened("permits-half-open");
        var leaked = await _cluster.Admits(() => breakers[1].EnterAsync().AsTask());
        await breakers[0].IsRejected();

        _cluster.Time.Advance(TimeSpan.FromSeconds(10.1));
        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Equal((2, false), (breakers[0].Snapshot.Breaks, leaked.IsEnded));

        // Ended late after all, it is a late success.
        leaked.Succeed();
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Dispose_half_open_gives_the_probe_back_and_teaches_nothing()
    {
        var breakers = await Opened("permits-disposed");
        (await _cluster.Admits(() => breakers[1].EnterAsync().AsTask())).Dispose();

        using (var permit = await _cluster.Admits(() => breakers[0].EnterAsync().AsTask()))
            permit.Succeed();

        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task TryEnter_half_open_finds_the_probe_it_has_asked_for_and_others_none()
    {
        var breakers = await Opened("permits-try");

        GuardPermit? probe = null;
        await _cluster.Becomes(() => Task.FromResult((probe = breakers[1].TryEnter()) is not null));
        Assert.Null(breakers[1].TryEnter());
        await breakers[0].IsRejected();
        probe!.Succeed();

        await breakers.AreSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task TryEnter_half_open_probe_nobody_comes_for_is_anothers_who_comes()
    {
        var breakers = await Opened("permits-forgotten");
        Assert.Null(breakers[1].TryEnter());
        await Eventually.Is(async () => (await breakers[0].GetStatus()).Probes == 1);

        // Long before any deadline gives it back.
        await _cluster.Admits(breakers[0].Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);
    }

    private Task CountsSettleAt(IBreakerGrain breaker, long calls, long failures) => Eventually.Is(async () =>
    {
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
        var status = await breaker.GetStatus();
        Assert.InRange(status.Failures, 0, failures);
        Assert.InRange(status.Calls, 0, calls);
        return status.Calls == calls && status.Failures == failures;
    });

    private async Task<IReadOnlyList<IBreakerGrain>> Opened(string name)
    {
        var breakers = _cluster.BreakersOn(name);
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await breakers.AreSeenAs(BreakerState.HalfOpen);
        return breakers;
    }
}
