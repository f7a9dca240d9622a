namespace Failfast.Tests.Guarding;

public sealed class TestDoubleTests
{
    [Fact]
    public async Task Guard_test_double_that_implements_IBreakerGuard_is_guardable_in_every_shape()
    {
        var closed = new Double { IsOpen = false };

        Assert.Equal(1, await closed.Guard(_ => ValueTask.FromResult(1)));
        Assert.Equal(2, await closed.Guard((state, _) => Task.FromResult(state), 2));
        await closed.Guard(_ => ValueTask.CompletedTask);
        await closed.Guard(_ => Task.CompletedTask);
        Assert.True((await closed.TryGuard(_ => Task.FromResult(3))).IsSuccess);
        Assert.Equal(4, closed.Guarded - 1);
        Assert.Equal(BreakerState.Closed, ((IBreakerGrain)closed).State);
    }

    [Fact]
    public async Task TryGuard_test_double_that_rejects_is_a_rejection()
    {
        var open = new Double { IsOpen = true };

        var outcome = await open.TryGuard(_ => Task.FromResult(1));

        Assert.True(outcome.IsRejected);
        Assert.Equal("double", outcome.Rejection!.Value.BreakerName);
        Assert.Equal(TimeSpan.FromSeconds(1), outcome.Rejection!.Value.RetryAfter);
        await Assert.ThrowsAsync<BreakerOpenException>(() => open.Guard(_ => Task.CompletedTask));
    }

    [Fact]
    public async Task TryGuard_test_double_lets_another_breakers_rejection_through_as_the_calls_own()
    {
        var closed = new Double { IsOpen = false };
        var inner = new BreakerOpenException("inner", BreakerState.Open, null, null);

        var outcome = await closed.TryGuard(_ => Task.FromException<int>(inner));

        Assert.False(outcome.IsRejected);
        Assert.Same(inner, outcome.Exception);
        Assert.Same(inner, await Assert.ThrowsAsync<BreakerOpenException>(() => closed.Guard(_ => Task.FromException<int>(inner), _ => 7)));
    }

    [Fact]
    public async Task EnterAsync_test_double_permits_are_guarded_calls()
    {
        var closed = new Double { IsOpen = false };
        var open = new Double { IsOpen = true };

        using (var permit = await closed.EnterAsync())
            permit.Succeed();
        using (var permit = closed.TryEnter())
            permit!.Fail();
        closed.TryEnter()!.Dispose();

        Assert.Equal(3, closed.Guarded);
        Assert.Null(open.TryEnter());
        Assert.Equal("double", (await Assert.ThrowsAsync<BreakerOpenException>(async () => await open.EnterAsync())).BreakerName);
    }

    [Fact]
    public async Task Watch_and_WaitUntilAdmitting_test_double_without_them_is_looked_at()
    {
        var open = new Double { IsOpen = true };
        var waiting = open.WaitUntilAdmitting().AsTask();
        using var stop = new CancellationTokenSource();
        var seen = new List<BreakerState>();
        Assert.False(waiting.IsCompleted);

        await foreach (var snapshot in open.Watch(stop.Token))
        {
            seen.Add(snapshot.State);
            open.IsOpen = false;
            if (seen.Count == 2)
                break;
        }

        await waiting;
        Assert.Equal([BreakerState.Open, BreakerState.Closed], seen);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new Double { IsOpen = true }.WaitUntilAdmitting(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Guard_object_that_is_neither_says_what_to_implement()
    {
        IBreakerGrain stranger = new Stranger();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await stranger.Guard(_ => ValueTask.CompletedTask));

        Assert.Contains(nameof(IBreakerGuard), error.Message, StringComparison.Ordinal);
    }
}
