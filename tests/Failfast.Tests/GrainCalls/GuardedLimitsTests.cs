namespace Failfast.Tests.GrainCalls;

[Collection(SharedClusterTests.Name)]
public sealed class GuardedLimitsTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task GuardedBy_too_many_calls_at_a_time_the_caller_gets_the_cause()
    {
        _cluster.Breaker("crowded-guarded", it => it with { MaxConcurrentCalls = 2, ConsecutiveFailures = 100 });
        var grain = _cluster.Client.GetGrain<IGuardedHangGrain>("crowded");
        Task<string>[] hanging = [grain.Crowd(), grain.Crowd()];
        await Eventually.Is(async () => await grain.Hanging() == 2);

        var rejected = await Assert.ThrowsAsync<BreakerOpenException>(grain.Crowd);

        Assert.Equal(
            ("crowded-guarded", BreakerState.Closed, RejectionCause.Concurrency),
            (rejected.BreakerName, rejected.State, rejected.Cause));
        await grain.Finish();
        Assert.Equal(["ran", "ran"], await Task.WhenAll(hanging));
        Assert.Equal("ran", await grain.Crowd());
    }

    [Fact]
    public async Task GuardedBy_ramp_up_the_caller_gets_the_cause_and_when_all_calls_are_admitted()
    {
        _cluster.Breaker("ramping-guarded", it => it with { RampUpDuration = TimeSpan.FromSeconds(100) });
        var grain = _cluster.Client.GetGrain<IGuardedResultGrain>("ramping");
        Assert.Equal(1, await grain.Ramp(1));
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => grain.Ramp(-1));
        await Eventually.Throws<BreakerOpenException>(() => grain.Ramp(1));
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return await Record.ExceptionAsync(() => grain.Ramp(1)) is null;
        });

        BreakerOpenException? rejected = null;
        await Eventually.Is(async () =>
        {
            rejected = await Record.ExceptionAsync(() => grain.Ramp(1)) as BreakerOpenException;
            return rejected is { State: BreakerState.Closed };
        });

        Assert.Equal(("ramping-guarded", RejectionCause.RampUp), (rejected!.BreakerName, rejected.Cause));
        Assert.InRange(rejected.RetryAfter!.Value, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(100));
    }
}
