namespace Failfast.Tests.Guarding;

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
        var breaker = _cluster.CountingBreaker("counted-shapes-of-failure");
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
        var breaker = _cluster.CountingBreaker("counted-null-task");

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
}
