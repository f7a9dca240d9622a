namespace Failfast.Tests.Guarding;

[Collection(SharedClusterTests.Name)]
public sealed class PermitTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task EnterAsync_ends_count_once_and_a_second_is_harmless()
    {
        var breaker = _cluster.CountingBreaker("counted-permits");
        await breaker.Succeed();

        using (var permit = await breaker.EnterAsync())
        {
            permit.Fail();
            permit.Succeed();
            permit.Fail();
            Assert.True(permit.IsEnded);
        }

        using (var permit = await breaker.EnterAsync())
        {
            permit.Succeed();
            permit.Fail();
        }

        (await breaker.EnterAsync()).Dispose();

        await breaker.CountsAreExactly(_cluster, calls: 3, failures: 1);
    }

    [Fact]
    public async Task Fail_raced_by_two_threads_counts_once()
    {
        const int rounds = 5_000;
        var breaker = _cluster.CountingBreaker("counted-raced-permits");
        await breaker.Succeed();
        var permits = Enumerable.Range(0, rounds).Select(_ => breaker.TryEnter()!).ToArray();
        // Each spins for the other before each round, so that the two meet.
        var reached = new int[2];
        var threads = Enumerable.Range(0, 2).Select(me => new Thread(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                Volatile.Write(ref reached[me], round + 1);
                for (var spin = new SpinWait(); Volatile.Read(ref reached[1 - me]) <= round; spin.SpinOnce(-1))
                {
                }

                permits[round].Fail();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        await breaker.CountsAreExactly(_cluster, calls: rounds + 1, failures: rounds);
    }

    [Fact]
    public async Task Fail_with_an_exception_counts_as_Guard_would_count_it()
    {
        _cluster.Configure(options => options
            .Ignore("choosy-permits", error => error is ArgumentException)
            .ShouldHandle("choosy-permits", error => error is TimeoutException));
        var breaker = _cluster.Client.GetBreaker("choosy-permits");
        await breaker.Succeed();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Fails(new TimeoutException());
        // By ShouldHandle a success, by Ignore nothing.
        await Fails(new FormatException());
        await Fails(new ArgumentException());
        await Fails(new OperationCanceledException(), cancelled.Token);
        await Fails(new BreakerOpenException("inner", BreakerState.Open, null, null));
        Assert.Throws<ArgumentNullException>(() => breaker.TryEnter()!.Fail(null!));

        await breaker.CountsAreExactly(_cluster, calls: 3, failures: 1);

        async Task Fails(Exception exception, CancellationToken token = default)
        {
            using var permit = await breaker.EnterAsync(CancellationToken.None);
            permit.Fail(exception, token);
            Assert.True(permit.IsEnded);
        }
    }

    [Fact]
    public async Task Fail_of_a_call_that_took_long_counts_where_the_permit_holds_nothing()
    {
        var breaker = _cluster.CountingBreaker("counted-long-permits");
        await breaker.Succeed();
        var permit = await breaker.EnterAsync();

        _cluster.Time.Advance(TimeSpan.FromSeconds(29));
        await breaker.Succeed();
        permit.Fail();

        await breaker.CountsAreExactly(_cluster, calls: 3, failures: 1);
    }

    [Fact]
    public async Task EnterAsync_open_throws_and_TryEnter_is_null()
    {
        var breaker = _cluster.Client.GetBreaker("permits-open");
        await breaker.Succeed();
        await breaker.Isolate("no");
        await breaker.IsSeenAs(BreakerState.Isolated);

        Assert.Equal("no", (await Assert.ThrowsAsync<BreakerOpenException>(async () => await breaker.EnterAsync())).Reason);
        Assert.Null(breaker.TryEnter());
    }

    [Fact]
    public async Task TryEnter_cold_process_lets_calls_through_and_asks_the_grain()
    {
        var isolated = _cluster.Client.GetBreaker("permits-cold-isolated");
        await isolated.Isolate();
        var cold = _cluster.Client.GetBreaker("permits-cold");

        cold.TryEnter()!.Succeed();
        isolated.TryEnter()?.Dispose();

        await cold.IsSeenAs(BreakerState.Closed);
        await Eventually.Is(() => cold.Snapshot.Scope == BreakerScope.Cluster);
        await isolated.IsSeenAs(BreakerState.Isolated);
        Assert.Null(isolated.TryEnter());
    }

    [Fact]
    public async Task TryEnter_disabled_gives_permits_that_count_nothing()
    {
        var breaker = _cluster.Breaker("off-permits", it => it with { Enabled = false });

        for (var i = 0; i < 20; i++)
            breaker.TryEnter()!.Fail();

        Assert.Equal(BreakerState.Disabled, breaker.State);
        Assert.Equal(0, (await breaker.GetStatus()).Calls);
    }
}
