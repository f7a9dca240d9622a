namespace Failfast.Tests.GrainCalls;

[Collection(SharedClusterTests.Name)]
public sealed class GuardedByTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("guarded-class")]
    [InlineData("guarded-interface-method")]
    [InlineData("guarded-method")]
    [InlineData("guarded-interface")]
    [InlineData("guarded-derived-interface")]
    [InlineData("guarded-base")]
    [InlineData("guarded-base-method")]
    public async Task GuardedBy_the_nearest_attribute_guards_and_the_caller_gets_the_rejection_with_all_its_data(string breaker)
    {
        var grain = _cluster.Client.GetGrain<IGuardedGrain>(breaker);
        Func<Task<string>> call = breaker switch
        {
            "guarded-class" => () => grain.ByClass(),
            "guarded-interface-method" => grain.ByInterfaceMethod,
            "guarded-method" => grain.ByMethod,
            "guarded-derived-interface" => _cluster.Client.GetGrain<IGuardedDerivedGrain>("any").Inherited,
            "guarded-base" => _cluster.Client.GetGrain<IGuardedByBaseGrain>("any").ByBase,
            "guarded-base-method" => _cluster.Client.GetGrain<IGuardedByBaseGrain>("any").ByBaseMethod,
            _ => _cluster.Client.GetGrain<IGuardedInterfaceGrain>("any").Call,
        };
        Assert.Equal("ran", await call());
        var guard = _cluster.Client.GetBreaker(breaker);
        await guard.Isolate($"no {breaker}");

        var rejected = await Eventually.Throws<BreakerOpenException>(call);

        Assert.Equal(
            (breaker, BreakerState.Isolated, $"no {breaker}", (TimeSpan?)null, RejectionCause.State),
            (rejected.BreakerName, rejected.State, rejected.Reason, rejected.RetryAfter, rejected.Cause));
        await guard.Close();
        await Eventually.Is(async () => await Record.ExceptionAsync(call) is null);
    }

    [Fact]
    public async Task GuardedBy_failures_of_the_grain_open_the_breaker_and_pass_through_untouched()
    {
        var breaker = _cluster.Client.GetBreaker("guarded-class");
        await breaker.Close();
        var grain = _cluster.Client.GetGrain<IGuardedGrain>("failing");
        await Eventually.Is(async () => await Record.ExceptionAsync(() => grain.ByClass()) is null);

        for (var i = 0; i < 5; i++)
            Assert.Equal("its own", (await Assert.ThrowsAsync<TimeoutException>(() => grain.ByClass(fail: true))).Message);

        var rejected = await Eventually.Throws<BreakerOpenException>(() => grain.ByClass());
        Assert.NotNull(rejected.RetryAfter);
        await breaker.Close();
    }

    [Fact]
    public async Task GuardedBy_call_timeout_counts_a_failure_but_the_grain_keeps_its_caller()
    {
        var breaker = _cluster.Breaker("timed-guarded", it => it with { CallTimeout = TimeSpan.FromSeconds(2), ConsecutiveFailures = 100 });
        var grain = _cluster.Client.GetGrain<IGuardedGrain>("timed");
        await grain.Finish();
        Assert.Equal("ran", await grain.Hang());
        var hanging = _cluster.Client.GetGrain<IGuardedGrain>("timed-hanging");
        var call = hanging.Hang();

        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
            return (await breaker.GetStatus()).Failures == 1;
        });

        Assert.False(call.IsCompleted);
        await hanging.Finish();
        Assert.Equal("ran", await call);
    }
}
