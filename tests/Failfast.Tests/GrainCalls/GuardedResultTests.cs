namespace Failfast.Tests.GrainCalls;

[Collection(SharedClusterTests.Name)]
public sealed class GuardedResultTests
{
    private readonly BreakerCluster _cluster;

    public GuardedResultTests(SharedCluster shared)
    {
        _cluster = shared.Cluster;
        foreach (var breaker in new[] { "picky-guarded", "picky-guarded-generic" })
            _cluster.Configure(options => options.ShouldHandleResult<int>(breaker, result => result < 0));
    }

    [Fact]
    public Task GuardedBy_results_that_ShouldHandleResult_takes_for_failures_open_the_breaker_and_pass_through() =>
        OpensAfterFive("picky-guarded", (grain, i) => i % 2 == 0 ? grain.Give(-1) : grain.GiveByValueTask(-1).AsTask());

    [Fact]
    public async Task GuardedBy_generic_method_is_judged_by_the_type_of_its_result()
    {
        var grain = _cluster.Client.GetGrain<IGuardedResultGrain>("strings");
        for (var i = 0; i < 10; i++)
            Assert.Null(await grain.GiveAny<string?>(null));

        await OpensAfterFive("picky-guarded-generic", (generic, _) => generic.GiveAny(-1));
    }

    private async Task OpensAfterFive(string breaker, Func<IGuardedResultGrain, int, Task<int>> fail)
    {
        var grain = _cluster.Client.GetGrain<IGuardedResultGrain>(breaker);
        for (var i = 0; i < 10; i++)
            Assert.Equal(1, await grain.Give(1));

        for (var i = 0; i < 5; i++)
            Assert.Equal(-1, await fail(grain, i));

        var rejected = await Eventually.Throws<BreakerOpenException>(() => fail(grain, 0));
        Assert.Equal(breaker, rejected.BreakerName);
        await _cluster.Client.GetBreaker(breaker).Close();
        await Eventually.Is(async () => await Record.ExceptionAsync(() => fail(grain, 0)) is null);
    }
}
