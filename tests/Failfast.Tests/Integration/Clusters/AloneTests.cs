namespace Failfast.Tests.Integration.Clusters;

public sealed class AloneTests : IAsyncLifetime
{
    private readonly GrainOutage _outage = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options =>
        {
            options.Defaults = new BreakerSettings { BreakDurationJitter = 0 };
            // A family: a name would be asked for at start, and those questions counted.
            options.Breakers["two-hosts*"] = options.Defaults with { MinimumHosts = 2, BreakDuration = TimeSpan.FromMinutes(1) };
        },
        client: client => client.AddOutgoingGrainCallFilter(_outage));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData(GrainOutage.Kind.Hang)]
    [InlineData(GrainOutage.Kind.Refuse)]
    public async Task Guard_grain_unreachable_from_the_start_waits_the_budget_once_and_guards_alone(GrainOutage.Kind kind)
    {
        _outage.Now = kind;
        var breaker = _cluster.Client.GetBreaker($"cold-{kind}");

        var first = breaker.Guard(_ => Task.FromResult(1));
        if (kind == GrainOutage.Kind.Hang)
        {
            Assert.False(first.IsCompleted);
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(1, await first);
        Assert.True(breaker.Guard(_ => Task.FromResult(1)).IsCompletedSuccessfully);
        await breaker.Fail(times: 5);
        Assert.Equal(BreakerState.Open, breaker.State);
        Assert.Equal(BreakerScope.Alone, breaker.Snapshot.Scope);
        await breaker.IsRejected();
        _cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await breaker.Succeed();
        Assert.Equal(BreakerState.Closed, breaker.State);
    }

    [Fact]
    public async Task Guard_grain_lost_holds_the_clusters_break_to_its_end_then_probes_alone()
    {
        var breaker = _cluster.Client.GetBreaker("lost");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        var generation = breaker.Snapshot.Generation;

        _outage.Now = GrainOutage.Kind.Refuse;
        _cluster.Time.Advance(TimeSpan.FromSeconds(4));
        await breaker.IsRejected();
        _cluster.Time.Advance(TimeSpan.FromSeconds(20));
        await Eventually.Is(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);

        Assert.Equal(BreakerScope.Alone, breaker.Snapshot.Scope);
        Assert.Equal(BreakerState.Closed, breaker.State);
        _outage.Now = GrainOutage.Kind.None;
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await breaker.TryGuard(_ => Task.FromResult(1));
            return breaker.Snapshot is { State: BreakerState.Closed, Scope: BreakerScope.Cluster } now && now.Generation > generation;
        });
    }

    [Fact]
    public async Task Guard_calls_in_flight_at_the_first_word_of_a_breaker_with_a_past_are_counted()
    {
        var elsewhere = _cluster.Hosts[0].GetGrain<IBreakerGrain>("first-word");
        await elsewhere.Isolate();
        await elsewhere.Close();
        var breaker = _cluster.Client.GetBreaker("first-word");
        _outage.Now = GrainOutage.Kind.Refuse;
        await breaker.Succeed();
        var end = new TaskCompletionSource<int>();
        var calls = Enumerable.Range(0, 5).Select(_ => breaker.Guard(_ => end.Task)).ToList();
        _outage.Now = GrainOutage.Kind.None;
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return breaker.Snapshot.Scope == BreakerScope.Cluster;
        });

        end.SetException(new TimeoutException());
        foreach (var call in calls)
            await Assert.ThrowsAsync<TimeoutException>(() => call);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
    }

    [Fact]
    public async Task TryEnter_cold_lets_its_caller_in_and_leaves_the_others_their_wait()
    {
        _outage.Now = GrainOutage.Kind.Hang;
        var breaker = _cluster.Client.GetBreaker("cold-enter");
        using var permit = breaker.TryEnter();
        Assert.NotNull(permit);
        var waits = breaker.Guard(_ => Task.FromResult(1));
        Assert.False(waits.IsCompleted);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, await waits);
    }

    [Fact]
    public async Task Guard_lease_over_with_the_grain_hanging_waits_the_budget_once_and_goes_on_alone()
    {
        var breaker = _cluster.Client.GetBreaker("stale-lease");
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);
        // The last report is answered, and then nobody calls for more than a lease.
        _cluster.Time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.Is(async () => (await breaker.GetStatus()).Calls == 1 && _outage.InFlight == 0);
        _outage.Now = GrainOutage.Kind.Hang;
        _cluster.Time.Advance(TimeSpan.FromSeconds(11));

        var first = breaker.Guard(_ => Task.FromResult(1));
        Assert.False(first.IsCompleted);
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, await first);
        Assert.Equal(BreakerScope.Alone, breaker.Snapshot.Scope);
        Assert.True(breaker.Guard(_ => Task.FromResult(1)).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task TryEnter_cold_with_the_grain_hanging_goes_by_the_hosts_own_machine()
    {
        _outage.Now = GrainOutage.Kind.Hang;
        var breaker = _cluster.Client.GetBreaker("cold-own");

        for (var i = 0; i < 5; i++)
            breaker.TryEnter()!.Fail();

        Assert.Equal((BreakerState.Open, null), (breaker.State, breaker.TryEnter()));
    }

    [Fact]
    public async Task TryEnter_lease_over_with_the_grain_hanging_holds_what_the_host_has_opened_for_itself()
    {
        var breaker = _cluster.Client.GetBreaker("two-hosts");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await breaker.IsSeenAs(BreakerState.Open);
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return breaker.Snapshot.Scope == BreakerScope.Host && _outage.InFlight == 0;
        });

        _outage.Now = GrainOutage.Kind.Hang;
        _cluster.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal((BreakerState.Open, null), (breaker.State, breaker.TryEnter()));
    }

    [Fact]
    public async Task Guard_cluster_gone_for_good_breaks_and_recovers_alone_again_and_again_and_asks_seldom()
    {
        _outage.Now = GrainOutage.Kind.Refuse;
        var breaker = _cluster.Client.GetBreaker("gone");
        var (isUp, ran, failed) = (false, 0, 0);
        for (var second = 1; second <= 3_600; second++)
        {
            // Down for the first twenty minutes of each half hour.
            isUp = second % 1_800 > 1_200;
            var ranBefore = ran;
            await breaker.TryGuard(_ =>
            {
                ran++;
                if (isUp)
                    return Task.FromResult(1);
                failed++;
                return Task.FromException<int>(new TimeoutException());
            });
            // Once it is well, and the longest break is over, calls run again.
            if (second % 1_800 > 1_270)
                Assert.Equal((BreakerState.Closed, ranBefore + 1), (breaker.State, ran));
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(BreakerScope.Alone, breaker.Snapshot.Scope);
        // In all the time that it was down: five to open it, then a probe a minute, and those of the growing breaks.
        Assert.InRange(failed, 2 * 20, 2 * 30);
        Assert.InRange(_outage.Calls, 1, (3_600 / 10) + 10);
    }

    [Fact]
    public async Task Guard_isolated_stays_isolated_with_the_grain_lost()
    {
        var breaker = _cluster.Client.GetBreaker("isolated-then-lost");
        await breaker.Succeed();
        await breaker.Isolate("stay");
        await breaker.IsSeenAs(BreakerState.Isolated);

        _outage.Now = GrainOutage.Kind.Refuse;
        for (var i = 0; i < 10; i++)
        {
            _cluster.Time.Advance(TimeSpan.FromMinutes(1));
            await breaker.IsRejected();
        }
    }

    [Fact]
    public async Task Guard_grain_unreachable_is_asked_again_with_backoff_and_only_while_there_is_traffic()
    {
        _outage.Now = GrainOutage.Kind.Refuse;
        var breaker = _cluster.Client.GetBreaker("backoff");
        for (var i = 0; i < 600; i++)
        {
            await breaker.Succeed();
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // In a minute: 250 ms, 500 ms ... up to the lease of 10 s.
        Assert.InRange(_outage.Calls, 1, 15);
        // Until the window with what was never acknowledged is over, and the host sleeps.
        for (var i = 0; i < 12; i++)
            await _cluster.Pass(TimeSpan.FromSeconds(10));
        var idle = _outage.Calls;
        _cluster.Time.Advance(TimeSpan.FromHours(1));
        // One more may have been on its way.
        Assert.InRange(_outage.Calls, idle, idle + 1);
    }
}
