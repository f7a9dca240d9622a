namespace Failfast.Tests.CallShapes;

[Collection(SharedClusterTests.Name)]
public sealed class CallTimeoutTests(SharedCluster shared)
{
    private static readonly TimeSpan AlmostTwo = TimeSpan.FromSeconds(1.9);

    private readonly BreakerCluster _cluster = shared.Cluster;

    private static BreakerSettings Timed(BreakerSettings settings) =>
        settings with { CallTimeout = TimeSpan.FromSeconds(2), ConsecutiveFailures = 100 };

    private async Task<IBreakerGrain> Breaker(string name)
    {
        var breaker = _cluster.Breaker(name, Timed);
        await breaker.Succeed();
        return breaker;
    }

    [Fact]
    public async Task Guard_call_that_ignores_its_token_frees_the_caller_and_counts_one_failure()
    {
        var breaker = await Breaker("timed-deaf");
        var never = new TaskCompletionSource<int>();
        var token = default(CancellationToken);
        Func<CancellationToken, Task<int>> call = ct =>
        {
            token = ct;
            return never.Task;
        };
        var guarded = breaker.Guard(call);
        _cluster.Time.Advance(AlmostTwo);
        Assert.False(token.IsCancellationRequested);

        _cluster.Time.Advance(TimeSpan.FromSeconds(.2));

        var error = await Assert.ThrowsAsync<CallTimeoutException>(() => guarded);
        Assert.Equal(("timed-deaf", TimeSpan.FromSeconds(2)), (error.BreakerName, error.Timeout));
        Assert.IsAssignableFrom<TimeoutException>(error);
        await Eventually.Is(() => token.IsCancellationRequested);
        never.SetException(new InvalidOperationException("too late"));
        await CountsAre(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Guard_every_shape_is_timed_out()
    {
        var breaker = await Breaker("timed-shapes");
        var never = new TaskCompletionSource<int>().Task;
        Func<Task>[] calls =
        [
            async () => await breaker.Guard(_ => new ValueTask<int>(never)),
            async () => await breaker.Guard(_ => new ValueTask(never)),
            () => breaker.Guard(_ => never),
            () => breaker.Guard(_ => (Task)never),
            async () => (await breaker.TryGuard(_ => never)).GetResult(),
            async () => await breaker.Guard(_ => never, _ => 7),
            async () => await breaker.Guard(async (_, ct) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct), 1),
        ];

        var running = calls.Select(call => call()).ToList();
        _cluster.Time.Advance(TimeSpan.FromSeconds(2.1));

        foreach (var each in running)
            await Assert.ThrowsAsync<CallTimeoutException>(() => each);
        await CountsAre(breaker, calls: calls.Length + 1, failures: calls.Length);
    }

    [Fact]
    public async Task Guard_caller_cancels_in_time_is_ignored_and_tells_the_callers_token()
    {
        var breaker = await Breaker("timed-cancelled");
        using var caller = new CancellationTokenSource();
        var guarded = breaker.Guard(async ct => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct), caller.Token);

        await caller.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await guarded);
        Assert.Equal(caller.Token, error.CancellationToken);
        await breaker.Fail();
        await CountsAre(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Guard_caller_cancels_a_call_that_ignores_it_is_freed_at_the_deadline_and_ignored()
    {
        var breaker = await Breaker("timed-cancelled-deaf");
        using var caller = new CancellationTokenSource();
        var guarded = breaker.Guard(_ => new TaskCompletionSource<int>().Task, caller.Token);
        await caller.CancelAsync();
        Assert.False(guarded.IsCompleted);

        _cluster.Time.Advance(TimeSpan.FromSeconds(2.1));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded);
        Assert.Equal(caller.Token, error.CancellationToken);
        await breaker.Fail();
        await CountsAre(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Guard_cancelled_by_nobody_but_itself_is_its_own_failure()
    {
        var breaker = await Breaker("timed-own");

        await Assert.ThrowsAsync<TaskCanceledException>(() => breaker.Guard(_ => Task.FromException<int>(new TaskCanceledException())));

        await CountsAre(breaker, calls: 2, failures: 1);
    }

    [Fact]
    public async Task Guard_exceptions_of_abandoned_calls_never_surface()
    {
        var breaker = await Breaker("timed-unobserved");
        var surfaced = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs unobserved) =>
            surfaced += unobserved.Exception.ToString().Contains("abandoned", StringComparison.Ordinal) ? 1 : 0;
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            for (var i = 0; i < 15; i++)
                await AbandonOne();
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.Equal(0, surfaced);

        async Task AbandonOne()
        {
            var late = new TaskCompletionSource<int>();
            var guarded = breaker.Guard(_ => late.Task);
            await Eventually.Is(() =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
                return guarded.IsCompleted;
            });
            await Assert.ThrowsAsync<CallTimeoutException>(() => guarded);
            late.SetException(new InvalidOperationException("abandoned"));
        }
    }

    [Fact]
    public async Task Guard_probe_that_times_out_is_a_failed_probe()
    {
        var breakers = _cluster.BreakersOn("timed-probe", Timed);
        await breakers.MeetAndSettle(_cluster);
        await breakers[0].Fail(times: 16);
        await _cluster.Pass(TimeSpan.FromMilliseconds(100));
        await breakers.AreSeenAs(BreakerState.Open);
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var runs = false;
        Func<CancellationToken, Task<int>> call = _ =>
        {
            runs = true;
            return new TaskCompletionSource<int>().Task;
        };
        var probe = _cluster.Admits(() => breakers[1].Guard(call));
        await Eventually.Is(() => Volatile.Read(ref runs));

        _cluster.Time.Advance(TimeSpan.FromSeconds(2.1));

        await Assert.ThrowsAsync<CallTimeoutException>(() => probe);
        await breakers.AreSeenAs(BreakerState.Open);
        Assert.Equal(2, (await breakers[0].GetStatus()).Snapshot.Breaks);
    }

    [Fact]
    public async Task Guard_time_out_inside_a_grain_crosses_the_wire_with_its_data()
    {
        var grain = _cluster.Client.GetGrain<IGuardingGrain>("timed");

        _cluster.Breaker("timed-in-grain", Timed);

        var hanging = grain.Hang("timed-in-grain");
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
            return hanging.IsCompleted;
        });

        var error = await Assert.ThrowsAsync<CallTimeoutException>(() => hanging);
        Assert.Equal(("timed-in-grain", TimeSpan.FromSeconds(2)), (error.BreakerName, error.Timeout));
        Assert.Contains("longer than 2 s", error.Message, StringComparison.Ordinal);
    }

    private Task CountsAre(IBreakerGrain breaker, long calls, long failures) => breaker.CountsAreExactly(_cluster, calls, failures);
}
