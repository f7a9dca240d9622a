namespace Failfast.Tests.Guarding;

[Collection(SharedClusterTests.Name)]
public sealed class FallbackTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_fallback_every_shape_answers_a_rejection_and_only_that()
    {
        var breaker = _cluster.Client.GetBreaker("fallback");
        await breaker.Succeed();
        Assert.Equal("1 1 1 1 1", string.Join(' ', await Results(breaker)));
        Assert.Equal(["call", "call"], await Effects(breaker));

        await breaker.Isolate("for the test");
        await breaker.IsSeenAs(BreakerState.Isolated);

        Assert.Equal("2 3 4 5 6", string.Join(' ', await Results(breaker)));
        Assert.Equal(["for the test", "for the test"], await Effects(breaker));
    }

    [Fact]
    public async Task Guard_fallback_calls_own_exception_passes_through_untouched()
    {
        var breaker = _cluster.CountingBreaker("counted-fallback");
        var error = new TimeoutException();

        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => breaker.Guard(_ => Task.FromException<int>(error), _ => 7)));
        Assert.Same(error, await Assert.ThrowsAsync<TimeoutException>(() => breaker.Guard(
            async Task (_) => { await Task.Yield(); throw error; }, _ => Task.CompletedTask)));
        // That of another breaker is the call's own.
        var inner = new BreakerOpenException("inner", BreakerState.Open, null, null);
        Assert.Same(inner, await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.FromException<int>(inner), _ => 7)));
    }

    [Fact]
    public async Task Guard_fallback_answers_a_call_for_which_there_is_no_place()
    {
        var breaker = _cluster.Breaker("crowded-fallback", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        await breaker.Succeed();
        using var first = breaker.TryEnter();
        using var second = breaker.TryEnter();

        Assert.Equal(RejectionCause.Concurrency, await Cause(breaker));
    }

    [Fact]
    public async Task Guard_fallback_answers_a_call_that_the_ramp_up_keeps_out()
    {
        var breaker = _cluster.Breaker("ramping-fallback", it => it with { RampUpDuration = TimeSpan.FromSeconds(100) });
        await breaker.Succeed();
        await breaker.Isolate();
        await breaker.IsSeenAs(BreakerState.Isolated);
        await breaker.Close();
        await breaker.IsSeenAs(BreakerState.Closed);

        // No time has passed: nobody is admitted yet.
        Assert.Equal(RejectionCause.RampUp, await Cause(breaker));
    }

    [Fact]
    public async Task Guard_fallback_that_throws_throws_to_the_caller()
    {
        var breaker = _cluster.Client.GetBreaker("fallback-throws");
        await breaker.Isolate();
        await Eventually.Throws<BreakerOpenException>(async () => await breaker.Guard(_ => ValueTask.CompletedTask));

        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.FromResult(1), _ => throw new FormatException()));
        await Assert.ThrowsAsync<FormatException>(() => breaker.Guard(_ => Task.CompletedTask, _ => throw new FormatException()));
        Assert.Null(await breaker.Guard(_ => Task.FromResult<string?>("1"), null));
        await Assert.ThrowsAsync<ArgumentNullException>(() => breaker.Guard(_ => Task.FromResult(1), (Func<BreakerRejection, int>)null!));
    }

    private static async Task<RejectionCause?> Cause(IBreakerGrain breaker)
    {
        var cause = await breaker.Guard(_ => Task.FromResult((RejectionCause?)null), rejection => rejection.Cause);
        Assert.Equal(cause, await breaker.Guard(_ => Task.FromResult((RejectionCause?)null), rejection => Task.FromResult((RejectionCause?)rejection.Cause)));
        return cause;
    }

    private static async Task<int[]> Results(IBreakerGrain breaker) =>
    [
        await breaker.Guard(_ => Task.FromResult(1), 2),
        await breaker.Guard(async _ => { await Task.Yield(); return 1; }, _ => 3),
        await breaker.Guard(_ => Task.FromResult(1), _ => Task.FromResult(4)),
        await breaker.Guard(async _ => { await Task.Yield(); return 1; }, async _ => { await Task.Yield(); return 5; }),
        (int)await breaker.Guard(_ => Task.FromResult<object>(1), _ => Task.FromResult<object>(6)),
    ];

    private static async Task<List<string?>> Effects(IBreakerGrain breaker)
    {
        var seen = new List<string?>();
        Task Call()
        {
            seen.Add("call");
            return Task.CompletedTask;
        }

        await breaker.Guard(_ => Call(), rejection => seen.Add(rejection.Reason));
        await breaker.Guard(_ => Call(), async rejection => { await Task.Yield(); seen.Add(rejection.Reason); });
        return seen;
    }
}
