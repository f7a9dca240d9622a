using Failfast.Tests.Cluster;

namespace Failfast.Tests.Guard;

[Collection(SharedClusterTests.Name)]
public sealed class GuardTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    private IBreakerGrain Breaker(string name) => _cluster.Client.GetBreaker(name);

    [Fact]
    public async Task Guard_every_shape_of_call_passes_arguments_token_and_result_through()
    {
        var breaker = Breaker("shapes");
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var seen = new List<CancellationToken>();

        Assert.Equal(1, await breaker.Guard(ct => { seen.Add(ct); return ValueTask.FromResult(1); }, token));
        Assert.Equal(2, await breaker.Guard(ct => { seen.Add(ct); return Task.FromResult(2); }, token));
        Assert.Equal(3, await breaker.Guard(async ct => { seen.Add(ct); await Task.Yield(); return 3; }, token));
        Assert.Equal(4, await breaker.Guard((state, ct) => { seen.Add(ct); return ValueTask.FromResult(state); }, 4, token));
        Assert.Equal(5, await breaker.Guard((state, ct) => { seen.Add(ct); return Task.FromResult(state); }, 5, token));
        await breaker.Guard(ct => { seen.Add(ct); return ValueTask.CompletedTask; }, token);
        await breaker.Guard(ct => { seen.Add(ct); return Task.CompletedTask; }, token);
        await breaker.Guard(async (state, ct) => { seen.Add(ct); await Task.Yield(); }, 8, token);
        await breaker.Guard((state, ct) => { seen.Add(ct); return Task.CompletedTask; }, 9, token);

        Assert.Equal(9, seen.Count);
        Assert.All(seen, given => Assert.Equal(token, given));
    }

    [Fact]
    public async Task Guard_every_shape_of_failure_is_the_calls_own_exception_and_counts_once()
    {
        var breaker = Breaker("hundred-shapes-of-failure");
        var error = new TimeoutException("its own");
        Func<Task>[] calls =
        [
            async () => await breaker.Guard(_ => ValueTask.FromException<int>(error)),
            async () => await breaker.Guard(_ => ValueTask.FromException(error)),
            () => breaker.Guard(_ => Task.FromException<int>(error)),
            () => breaker.Guard(_ => Task.FromException(error)),
            async () => await breaker.Guard(ValueTask<int> (_) => throw error),
            async () => await breaker.Guard(ValueTask (_) => throw error),
            () => breaker.Guard(Task<int> (_) => throw error),
            () => breaker.Guard(Task (_) => throw error),
            async () => await breaker.Guard(async ValueTask<int> (_) => { await Task.Yield(); throw error; }),
        ];

        foreach (var call in calls)
            Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(call));

        await _cluster.Becomes(async () => (await breaker.GetStatus()).Failures == calls.Length);
    }

    [Fact]
    public async Task Guard_null_task_is_a_failure_that_says_so()
    {
        var breaker = Breaker("hundred-null-task");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => breaker.Guard(Task<int> (_) => null!));
        await Assert.ThrowsAsync<InvalidOperationException>(() => breaker.Guard(Task (_) => null!));

        Assert.Contains("null instead of a task", error.Message, StringComparison.Ordinal);
        await _cluster.Becomes(async () => (await breaker.GetStatus()).Failures == 2);
    }

    [Fact]
    public async Task Guard_null_delegate_is_an_argument_error()
    {
        var breaker = Breaker("null-delegate");

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await breaker.Guard((Func<CancellationToken, ValueTask>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await breaker.TryGuard((Func<CancellationToken, Task<int>>)null!));
    }

    [Fact]
    public async Task Guard_callers_own_cancellation_is_no_failure_but_anothers_is()
    {
        var breaker = Breaker("hundred-cancelled");
        await breaker.Succeed();
        using var own = new CancellationTokenSource();
        await own.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => breaker.Guard(ct => Task.FromCanceled(ct), own.Token));
        // As HttpClient's time-out: cancelled, but not by the caller's token.
        await Assert.ThrowsAsync<TaskCanceledException>(() => breaker.Guard(_ => Task.FromException(new TaskCanceledException())));

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
        Assert.Equal(2, (await breaker.GetStatus()).Calls);
    }

    [Fact]
    public async Task Guard_delegate_cancelled_before_it_returns_a_task_leaves_a_cancelled_one_in_every_shape()
    {
        var breaker = Breaker("cancelled-at-once");
        await breaker.Succeed();
        using var own = new CancellationTokenSource();
        await own.CancelAsync();
        Task[] tasks =
        [
            breaker.Guard(Task<int> (ct) => throw new OperationCanceledException(ct), own.Token),
            breaker.Guard(Task (ct) => throw new OperationCanceledException(ct), own.Token),
            breaker.Guard(ValueTask<int> (ct) => throw new OperationCanceledException(ct), own.Token).AsTask(),
            breaker.Guard(ValueTask (ct) => throw new OperationCanceledException(ct), own.Token).AsTask(),
        ];

        Assert.All(tasks, task => Assert.Equal(TaskStatus.Canceled, task.Status));
        foreach (var task in tasks)
            Assert.Equal(own.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task)).CancellationToken);
        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 0);
    }

    [Fact]
    public async Task Guard_rejections_are_exceptions_of_their_own_that_do_not_grow()
    {
        var breaker = Breaker("rejects-often");
        await breaker.Succeed();
        await breaker.Isolate();
        await breaker.IsSeenAs(BreakerState.Isolated);

        var thrown = new List<BreakerOpenException>();
        for (var i = 0; i < 100; i++)
            thrown.Add(await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.FromResult(1))));

        Assert.Equal(100, thrown.Distinct().Count());
        Assert.Single(thrown.Select(each => each.StackTrace!.Split('\n').Length).Distinct());
    }

    [Fact]
    public async Task Guard_call_that_hangs_holds_up_no_other_on_any_host()
    {
        var breakers = _cluster.BreakersOn("hangs-for-one");
        await breakers.Meet();
        foreach (var breaker in breakers)
            await Eventually.Is(() => breaker.Snapshot.Scope == BreakerScope.Cluster);
        var finish = new TaskCompletionSource<int>();
        var hanging = breakers[0].Guard(_ => finish.Task);

        Assert.All(breakers, breaker => Assert.True(breaker.Guard(_ => Task.FromResult(1)).IsCompletedSuccessfully));

        Assert.False(hanging.IsCompleted);
        finish.SetResult(7);
        Assert.Equal(7, await hanging);
    }

    [Fact]
    public async Task Guard_rejection_of_an_inner_breaker_counts_nothing_in_the_outer_one()
    {
        var outer = Breaker("hundred-outer");
        var inner = Breaker("inner");
        await inner.Succeed();
        await inner.Isolate();
        await inner.IsSeenAs(BreakerState.Isolated);

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<BreakerOpenException>(() => outer.Guard(ct => inner.Guard(_ => Task.FromResult(1), ct)));

        await outer.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task Guard_should_handle_decides_what_is_a_failure()
    {
        var breaker = Breaker("picky-one");

        await Assert.ThrowsAsync<ArgumentException>(() => breaker.Guard(_ => Task.FromException(new ArgumentException())));
        Assert.Equal(-1, await breaker.Guard(_ => Task.FromResult(-1)));
        Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));
        await breaker.Fail();

        await _cluster.Becomes(async () => (await breaker.GetStatus()) is { Failures: 2, Calls: 4 });
    }

    [Fact]
    public async Task Guard_ignore_counts_nothing_and_comes_before_should_handle()
    {
        var breaker = Breaker("choosy-one");

        for (var i = 0; i < 9; i++)
            await Assert.ThrowsAsync<ArgumentException>(() => breaker.Guard(_ => Task.FromException(new ArgumentException())));
        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.FromException(new FormatException())));
        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()) is { Failures: 1, Calls: 2 });
    }

    [Fact]
    public async Task Guard_ignore_that_throws_counts_a_failure_and_hides_nothing()
    {
        var breaker = Breaker("throwing-ignore-one");

        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
    }

    [Fact]
    public async Task Guard_should_handle_that_throws_counts_a_failure_and_hides_nothing()
    {
        var breaker = Breaker("throwing-rule-one");

        await breaker.Fail();

        await Eventually.Is(async () => (await breaker.GetStatus()).Failures == 1);
    }

    [Fact]
    public async Task TryGuard_tells_success_failure_and_rejection_apart()
    {
        var breaker = Breaker("outcomes");
        var error = new TimeoutException();

        var done = await breaker.TryGuard(_ => ValueTask.FromResult(7));
        var failed = await breaker.TryGuard(_ => Task.FromException<int>(error));
        var failedWithoutResult = await breaker.TryGuard(_ => Task.FromException(error));
        await breaker.Isolate("no");
        await breaker.IsSeenAs(BreakerState.Isolated);
        var rejected = await breaker.TryGuard(_ => Task.FromResult(7));

        Assert.True(done.IsSuccess);
        Assert.Equal(7, done.GetResult());
        Assert.Same(error, failed.Exception);
        Assert.Same(error, failedWithoutResult.Exception);
        Assert.Throws<TimeoutException>(() => failed.GetResult());
        Assert.Throws<TimeoutException>(failedWithoutResult.ThrowIfNotSuccess);
        Assert.True(rejected.IsRejected);
        Assert.Equal("no", Assert.Throws<BreakerOpenException>(() => rejected.GetResult()).Reason);
    }

    [Fact]
    public async Task Guard_observe_only_counts_and_opens_but_never_rejects()
    {
        var breaker = Breaker("observed-one");

        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });

        for (var i = 0; i < 20; i++)
            await breaker.Succeed();
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(async () =>
        {
            await breaker.Succeed();
            return breaker.State == BreakerState.Closed;
        });
    }

    [Fact]
    public async Task Guard_disabled_by_configuration_runs_as_if_nothing_were_there()
    {
        var breaker = Breaker("off-one");

        await breaker.Fail(times: 20);

        Assert.Equal(BreakerState.Disabled, breaker.State);
        await breaker.Succeed();
        Assert.Equal(0, (await breaker.GetStatus()).Calls);
    }

    [Fact]
    public async Task Guard_calls_count_as_slow_while_they_still_hang()
    {
        var breaker = Breaker("slow-one");
        await breaker.Succeed();
        var finish = new TaskCompletionSource<int>();
        var hanging = Enumerable.Range(0, 4).Select(_ => breaker.Guard(_ => finish.Task)).ToList();

        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));

        await breaker.IsSeenAs(BreakerState.Open);
        Assert.Contains("were slow", breaker.Snapshot.Reason, StringComparison.Ordinal);
        Assert.All(hanging, call => Assert.False(call.IsCompleted));
        finish.SetResult(1);
        Assert.All(await Task.WhenAll(hanging), result => Assert.Equal(1, result));
    }
}
