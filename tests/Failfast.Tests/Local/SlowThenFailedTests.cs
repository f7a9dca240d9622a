namespace Failfast.Tests.Local;

/// <summary>Slow calls that do more than hang: they fail at last, block their thread, or hold a permit.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class SlowThenFailedTests(SharedCluster shared)
{
    private static readonly BreakerSettings s_settings = new()
    {
        SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = 1, MinimumThroughput = 100, BreakDurationJitter = 0,
    };

    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_call_counted_as_slow_that_fails_is_one_call_and_one_failure()
    {
        var breaker = await Breaker("late-failure", s_settings);
        var end = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => end.Task);
        await Pass(1.2, async () => (await breaker.GetStatus()).SlowCalls == 1);
        end.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => call);

        await _cluster.Becomes(async () => (await breaker.GetStatus()).Failures == 1);
        var status = await breaker.GetStatus();
        // One of them is the call that made this process meet the breaker.
        Assert.Equal((2, 1, 1, 1), (status.Calls, status.Failures, status.SlowCalls, status.ConsecutiveFailures));
    }

    [Fact]
    public async Task Guard_slow_calls_that_are_failures_open_the_breaker_while_they_hang_whatever_went_well_before()
    {
        var breaker = await Breaker("failing-slowly", s_settings with { SlowCallRatio = null });
        for (var i = 0; i < 1_000; i++)
            await breaker.Succeed();
        var never = new TaskCompletionSource<int>();
        var calls = Enumerable.Range(0, 5).Select(_ => breaker.Guard(_ => never.Task)).ToList();

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));

        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster, Reason: "5 failures in a row: slow call" });
        Assert.All(calls, call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task Guard_slow_calls_that_are_failures_count_once_however_they_end()
    {
        var breaker = await Breaker("failing-once", s_settings with { SlowCallRatio = null, ConsecutiveFailures = 100, FailureRatio = 0, MinimumThroughput = 20 });
        using var cancel = new CancellationTokenSource();
        TaskCompletionSource<int>[] ends = [new(), new(), new()];
        var calls = ends.Select(end => breaker.Guard(_ => end.Task, cancel.Token)).ToList();
        await Pass(1.2, async () => (await breaker.GetStatus()).SlowCalls == 3);

        ends[0].SetResult(1);
        ends[1].SetException(new TimeoutException());
        await cancel.CancelAsync();
        ends[2].SetCanceled(cancel.Token);
        await Task.WhenAll(calls.Select(call => Record.ExceptionAsync(() => call)));
        // And two that no sweep finds.
        await breaker.Guard(_ => { _cluster.Time.Advance(TimeSpan.FromSeconds(1.2)); return ValueTask.FromResult(1); });
        await Record.ExceptionAsync(async () => await breaker.Guard(ValueTask<int> (_) => { _cluster.Time.Advance(TimeSpan.FromSeconds(1.2)); throw new TimeoutException(); }));

        // One of them is the call that made this process meet the breaker.
        await breaker.CountsAreExactly(_cluster, calls: 6, failures: 5, slow: 5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Configure_whether_slow_calls_are_failures_while_one_hangs_counts_it_once(bool first)
    {
        var settings = s_settings with
        {
            ConsecutiveFailures = 100, FailureRatio = 0, MinimumThroughput = 20, SlowCallRatio = first ? null : 1,
        };
        var breaker = await Breaker($"changed-while-hanging-{first}", settings);
        var end = new TaskCompletionSource<int>();
        var call = breaker.Guard(_ => end.Task);
        await Pass(1.2, async () => (await breaker.GetStatus()).SlowCalls == 1);
        var changed = settings with { SlowCallRatio = first ? 1 : null };
        await breaker.Configure(changed);
        await Eventually.Is(() => breaker.Snapshot.Settings == changed);

        end.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => call);

        await _cluster.Becomes(async () => (await breaker.GetStatus()).Failures == 1);
        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 1, slow: 1);
    }

    [Fact]
    public async Task Guard_call_timeouts_of_slow_calls_in_a_row_open_the_breaker()
    {
        var breaker = await Breaker("late-timeouts", s_settings with { CallTimeout = TimeSpan.FromSeconds(2) });
        var deaf = new TaskCompletionSource<int>();
        var calls = Enumerable.Range(0, 5).Select(_ => breaker.Guard(_ => deaf.Task)).ToList();
        await Pass(1.2, async () => (await breaker.GetStatus()).SlowCalls == 5);
        Assert.Equal(BreakerState.Closed, breaker.State);
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var call in calls)
            await Assert.ThrowsAsync<CallTimeoutException>(() => call);

        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Reason: "5 failures in a row: CallTimeoutException" });
    }

    [Fact]
    public async Task Guard_call_slow_and_failed_between_two_sweeps_is_both()
    {
        var breaker = await Breaker("late-both", s_settings with { SlowCallDuration = TimeSpan.FromMilliseconds(20) });
        // The clock moves under the call itself, so that no sweep comes in between.
        await Assert.ThrowsAsync<TimeoutException>(async () => await breaker.Guard(ValueTask<int> (_) =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(9));
            _cluster.Time.SetUtcNow(_cluster.Time.GetUtcNow() + TimeSpan.FromMilliseconds(30));
            throw new TimeoutException();
        }));

        await Pass(0, async () => await breaker.GetStatus() is { Calls: 2, Failures: 1, SlowCalls: 1 });
    }

    [Fact]
    public async Task Guard_delegates_that_block_their_thread_count_while_they_do()
    {
        var breaker = await Breaker("late-blocking", s_settings with { SlowCallRatio = 0.5, MinimumThroughput = 4 });
        using var go = new ManualResetEventSlim();
        var calls = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => breaker.Guard(_ =>
            {
                go.Wait(CancellationToken.None);
                return ValueTask.FromResult(1);
            }).AsTask(),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToList();
        await Pass(1.2, () => Task.FromResult(breaker.State == BreakerState.Open));
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        go.Set();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task EnterAsync_permit_is_not_void_before_it_can_be_slow()
    {
        var breaker = await Breaker("late-permits", s_settings with { SlowCallDuration = TimeSpan.FromSeconds(15) });
        using var permit = await breaker.EnterAsync();
        await Pass(15.2, async () => (await breaker.GetStatus()).SlowCalls == 1);
        Assert.False(permit.IsEnded);
        _cluster.Time.Advance(TimeSpan.FromSeconds(16));
        await Eventually.Is(() => permit.IsEnded);
    }

    private async Task<IBreakerGrain> Breaker(string name, BreakerSettings settings)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Configure(settings);
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Settings == settings);
        return breaker;
    }

    // Sweeps follow the clock, the rest follows the sweeps.
    private async Task Pass(double seconds, Func<Task<bool>> until)
    {
        _cluster.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(10));
            return await until();
        });
    }
}
