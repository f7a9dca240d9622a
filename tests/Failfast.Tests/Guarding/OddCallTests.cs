using System.Threading.Tasks.Sources;

namespace Failfast.Tests.Guarding;

/// <summary>Delegates that do what they shouldn't: each call counts once, and the breaker goes on.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class OddCallTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_call_completed_twice_counts_the_first_end()
    {
        var breaker = _cluster.CountingBreaker("counted-completed-twice");
        var source = new TaskCompletionSource<int>();
        var asTask = breaker.Guard(_ => source.Task);
        source.SetResult(1);
        Assert.False(source.TrySetException(new TimeoutException()));
        Assert.Equal(1, await asTask);

        var core = new Source();
        var asValueTask = breaker.Guard(_ => new ValueTask<int>(core, core.Version));
        core.Fail(new TimeoutException("first"));
        Assert.Throws<InvalidOperationException>(() => core.Succeed(2));
        Assert.Equal("first", (await Assert.ThrowsAsync<TimeoutException>(async () => await asValueTask)).Message);

        await Counts(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Guard_default_value_tasks_are_successes()
    {
        var breaker = _cluster.CountingBreaker("counted-default-tasks");
        await breaker.Guard(ValueTask (_) => default);
        Assert.Equal(0, await breaker.Guard(ValueTask<int> (_) => default));
        await Counts(breaker, calls: 2, failures: 0);
    }

    [Fact]
    public async Task Guard_value_task_used_up_by_the_delegate_is_a_failure_and_no_more()
    {
        var breaker = _cluster.CountingBreaker("counted-used-up");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await breaker.Guard(_ => UsedUp()));
        Assert.IsType<InvalidOperationException>((await breaker.TryGuard(_ => UsedUp())).Exception);
        await Counts(breaker, calls: 2, failures: 2);
    }

    [Fact]
    public async Task Guard_value_task_used_up_gives_its_place_and_its_permit_back()
    {
        var breaker = _cluster.Client.GetBreaker("used-up-probe");
        await breaker.Configure(new BreakerSettings { MaxConcurrentCalls = 1, BreakDurationJitter = 0 });
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Settings.MaxConcurrentCalls == 1);
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await breaker.Guard(_ => UsedUp()));
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });

        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await breaker.Guard(_ => UsedUp()));
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Breaks: 2 });
    }

    [Fact]
    public async Task Guard_call_that_guards_with_the_same_breaker_counts_both()
    {
        var breaker = _cluster.CountingBreaker("counted-nested");
        Assert.Equal(1, await breaker.Guard(async ct => await breaker.Guard(_ => ValueTask.FromResult(1), ct)));
        await Counts(breaker, calls: 2, failures: 0);
    }

    private static ValueTask<int> UsedUp()
    {
        var core = new Source();
        core.Succeed(1);
        var task = new ValueTask<int>(core, core.Version);
        core.Reset();
        return task;
    }

    private async Task Counts(IBreakerGrain breaker, int calls, int failures)
    {
        BreakerStatus? status = null;
        await Eventually.Is(
            async () =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
                status = await breaker.GetStatus();
                return status.Calls >= calls;
            },
            () => $"{status?.Calls} calls");
        Assert.Equal((calls, failures), (status!.Calls, status.Failures));
        await breaker.Succeed();
    }

    private sealed class Source : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public short Version => _core.Version;

        public void Succeed(int result) => _core.SetResult(result);

        public void Fail(Exception error) => _core.SetException(error);

        public void Reset() => _core.Reset();

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
