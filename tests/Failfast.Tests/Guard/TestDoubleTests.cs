namespace Failfast.Tests.Guard;

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
    public async Task Guard_object_that_is_neither_says_what_to_implement()
    {
        IBreakerGrain stranger = new Stranger();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await stranger.Guard(_ => ValueTask.CompletedTask));

        Assert.Contains(nameof(IBreakerGuard), error.Message, StringComparison.Ordinal);
    }

    private class Stranger : IBreakerGrain
    {
        public Task<BreakerStatus> Isolate(string? reason = null) => throw new NotSupportedException();

        public Task<BreakerStatus> Close() => throw new NotSupportedException();

        public Task<BreakerStatus> Disable() => throw new NotSupportedException();

        public Task<BreakerStatus> Enable() => throw new NotSupportedException();

        public Task<BreakerStatus> Configure(BreakerSettings? settings) => throw new NotSupportedException();

        public Task<BreakerStatus> GetStatus() => throw new NotSupportedException();
    }

    private sealed class Double : Stranger, IBreakerGuard
    {
        public required bool IsOpen { get; init; }

        public int Guarded { get; private set; }

        public BreakerSnapshot Snapshot => new() { Name = "double", Settings = new() };

        public ValueTask<T> Guard<TState, T>(
            Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
        {
            Guarded++;
            return IsOpen
                ? throw new BreakerOpenException("double", BreakerState.Open, TimeSpan.FromSeconds(1), null)
                : call(state, cancellationToken);
        }
    }
}
