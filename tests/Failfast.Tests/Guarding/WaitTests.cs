namespace Failfast.Tests.Guarding;

[Collection(SharedClusterTests.Name)]
public sealed class WaitTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task WaitUntilAdmitting_closed_and_disabled_return_at_once()
    {
        var closed = _cluster.Client.GetBreaker("wait-closed");
        await closed.Succeed();

        Assert.True(closed.WaitUntilAdmitting().AsTask().IsCompletedSuccessfully);
        await _cluster.Breaker("off-wait", it => it with { Enabled = false }).WaitUntilAdmitting();
        await _cluster.Client.GetBreaker("wait-cold").WaitUntilAdmitting();
    }

    [Theory]
    [InlineData("wait-one", 1)]
    [InlineData("wait-three", 3)]
    public async Task WaitUntilAdmitting_many_waiters_half_open_lets_only_the_permitted_number_through(string name, int permits)
    {
        var breakers = _cluster.BreakersOn(name, it => it with { HalfOpenPermits = permits, HalfOpenSuccesses = permits });
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        var (through, most) = (0, 0);
        var finish = new TaskCompletionSource();
        async Task Consume(IBreakerGrain breaker)
        {
            await breaker.WaitUntilAdmitting();
            var outcome = await breaker.TryGuard(async _ =>
            {
                Interlocked.Increment(ref through);
                await finish.Task;
            });
            Assert.True(outcome.IsSuccess, $"{outcome.Rejection?.ToException().Message}");
        }

        // On two of the hosts: each wakes for itself.
        var consumers = Enumerable.Range(0, 40).Select(i => Consume(breakers[2 + (i % 2)])).ToList();
        await _cluster.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, through);
        _cluster.Time.Advance(TimeSpan.FromSeconds(4.2));
        // Who finds another asking looks again a moment later.
        await Eventually.Is(
            () =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
                return Volatile.Read(ref through) == permits;
            },
            () => $"{through} through");
        // Well within the deadline of the permits nobody else comes through.
        await _cluster.Pass(TimeSpan.FromSeconds(3));
        most = Volatile.Read(ref through);

        finish.SetResult();

        Assert.Equal(permits, most);
        await breakers.AreSeenAs(BreakerState.Closed);
        await Task.WhenAll(consumers).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Assert.Equal(40, through);
    }

    [Fact]
    public async Task WaitUntilAdmitting_isolated_waits_for_the_operator_however_long()
    {
        var breaker = _cluster.Client.GetBreaker("wait-isolated");
        await breaker.Succeed();
        await breaker.Isolate();
        await breaker.IsSeenAs(BreakerState.Isolated);
        var waiting = breaker.WaitUntilAdmitting().AsTask();

        for (var i = 0; i < 10; i++)
            await _cluster.Pass(TimeSpan.FromSeconds(20));
        Assert.False(waiting.IsCompleted);
        await breaker.Close();

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [Fact]
    public async Task WaitUntilAdmitting_cancelled_throws_and_takes_nothing()
    {
        var breaker = _cluster.Client.GetBreaker("wait-cancelled");
        await breaker.Succeed();
        await breaker.Isolate();
        await breaker.IsSeenAs(BreakerState.Isolated);
        using var cancel = new CancellationTokenSource();
        var waiting = breaker.WaitUntilAdmitting(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System));
    }

    [Fact]
    public async Task WaitUntilAdmitting_cancelled_while_half_open_takes_nothing()
    {
        var breakers = _cluster.BreakersOn("wait-cancelled-half-open");
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 5);
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var probe = await _cluster.Admits(() => breakers[0].EnterAsync().AsTask());
        using var cancel = new CancellationTokenSource();
        var waiting = breakers[3].WaitUntilAdmitting(cancel.Token).AsTask();
        await _cluster.Pass(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System));
        probe.Dispose();

        // A waiter that was still there would have the permit reserved for itself.
        await _cluster.Admits(breakers[1].Succeed);
        await breakers.AreSeenAs(BreakerState.Closed);
    }
}
