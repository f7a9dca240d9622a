using Failfast.Local;

namespace Failfast.Tests.Local;

[Collection(SharedClusterTests.Name)]
public sealed class ConcurrencyTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_one_call_too_many_is_rejected_for_its_own_reason_and_counts_nothing()
    {
        var breakers = _cluster.BreakersOn("crowded-one", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await breakers.Meet();
        var finish = new TaskCompletionSource<int>();
        var running = new[] { breakers[3].Guard(_ => finish.Task), breakers[3].Guard(_ => finish.Task) };

        var rejection = await breakers[3].IsRejected();
        var thrown = await Assert.ThrowsAsync<BreakerOpenException>(() => breakers[3].Guard(_ => Task.FromResult(1)));
        Assert.Null(breakers[3].TryEnter());
        // Each host has places of its own.
        await breakers[0].Succeed();

        Assert.Equal((RejectionCause.Concurrency, BreakerState.Closed, TimeSpan.Zero), (rejection.Cause, rejection.State, rejection.RetryAfter));
        Assert.Equal((RejectionCause.Concurrency, "2 calls are running here"), (thrown.Cause, thrown.Reason));
        Assert.Contains("no place left", thrown.Message, StringComparison.Ordinal);
        finish.SetResult(1);
        await Task.WhenAll(running);
        for (var i = 0; i < 5; i++)
            await breakers[3].Succeed();
        await breakers[3].Fail();
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return (await breakers[0].GetStatus()) is { Calls: 13, Failures: 1 };
        });
    }

    [Fact]
    public async Task Guard_every_end_of_a_call_gives_its_place_back()
    {
        var breaker = _cluster.Breaker("crowded-ends", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await breaker.Succeed();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        for (var i = 0; i < 3; i++)
        {
            await breaker.Fail();
            await breaker.Guard(async _ => await Task.Yield());
            await breaker.TryGuard(Task<int> (_) => throw new TimeoutException());
            await breaker.TryGuard(ct => Task.FromCanceled<int>(ct), cancelled.Token);
            (await breaker.EnterAsync()).Dispose();
            breaker.TryEnter()!.Succeed();
        }

        using var first = breaker.TryEnter();
        using var second = breaker.TryEnter();
        Assert.NotNull(second);
        Assert.Null(breaker.TryEnter());
    }

    [Fact]
    public async Task Guard_abandoned_call_keeps_its_place_as_long_as_it_runs()
    {
        var breaker = _cluster.Client.GetBreaker("abandoned-call");
        await breaker.Configure(new BreakerSettings { MaxConcurrentCalls = 1, CallTimeout = TimeSpan.FromSeconds(2) });
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Settings.MaxConcurrentCalls == 1);
        var deaf = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => deaf.Task);
        _cluster.Time.Advance(TimeSpan.FromSeconds(2.1));
        await Assert.ThrowsAsync<CallTimeoutException>(() => call);

        Assert.Equal(RejectionCause.Concurrency, (await breaker.IsRejected()).Cause);
        deaf.SetException(new TimeoutException());
        await Eventually.Is(async () => (await breaker.TryGuard(_ => Task.FromResult(1))).IsSuccess);
    }

    [Fact]
    public async Task Configure_limits_take_effect_at_once_and_lift_again()
    {
        var breaker = _cluster.Client.GetBreaker("limited-at-run-time");
        await breaker.Succeed();
        var finish = new TaskCompletionSource<int>();

        await breaker.Configure(new BreakerSettings { MaxConcurrentCalls = 1 });
        await Eventually.Is(() => breaker.Snapshot.Settings.MaxConcurrentCalls == 1);
        var running = breaker.Guard(_ => finish.Task);
        await breaker.IsRejected();
        await breaker.Configure(null);
        await Eventually.Is(() => breaker.Snapshot.Settings.MaxConcurrentCalls is null);
        await breaker.Succeed();
        finish.SetResult(1);

        Assert.Equal(1, await running);
    }

    [Fact]
    public void TryTake_many_threads_never_take_more_than_the_limit()
    {
        var limiter = new ConcurrencyLimiter();
        var (taken, most) = (0, 0);

        Parallel.For(0, 20_000, _ =>
        {
            if (!limiter.TryTake(3))
                return;
            var now = Interlocked.Increment(ref taken);
            InterlockedMax(ref most, now);
            Interlocked.Decrement(ref taken);
            limiter.Release();
        });

        Assert.InRange(most, 1, 3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(limiter.TryTake(3)));
        Assert.False(limiter.TryTake(3));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var before && before == seen ? value : before;
    }
}
