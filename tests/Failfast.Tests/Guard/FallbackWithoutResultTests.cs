using Failfast.Tests.Cluster;

namespace Failfast.Tests.Guard;

[Collection(SharedClusterTests.Name)]
public sealed class FallbackWithoutResultTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Guard_fallback_that_only_acts_runs_on_a_rejection_and_only_then()
    {
        var breaker = _cluster.Client.GetBreaker("fallback-acts");
        await breaker.Succeed();
        Assert.Equal(["call", "call", "call", "call"], await Effects(breaker));
        await breaker.Isolate("for the test");
        await breaker.IsSeenAs(BreakerState.Isolated);
        Assert.Equal(["for the test", "for the test", "for the test", "for the test"], await Effects(breaker));
    }

    private static async Task<List<string?>> Effects(IBreakerGrain breaker)
    {
        var seen = new List<string?>();
        await breaker.Guard(_ => { seen.Add("call"); return ValueTask.CompletedTask; }, rejection => seen.Add(rejection.Reason));
        await breaker.Guard(_ => { seen.Add("call"); return Task.CompletedTask; }, rejection => seen.Add(rejection.Reason));
        await breaker.Guard((it, _) => { it.Add("call"); return ValueTask.CompletedTask; }, seen, (it, rejection) => it.Add(rejection.Reason));
        await breaker.Guard((it, _) => { it.Add("call"); return Task.CompletedTask; }, seen, (it, rejection) => it.Add(rejection.Reason));
        return seen;
    }
}
