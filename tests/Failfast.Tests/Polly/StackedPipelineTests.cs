using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Polly;

/// <summary>A call rejected by an inner breaker counts nothing in an outer one that can tell.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class StackedPipelineTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Pipeline_counts_no_rejection_by_an_inner_breaker_of_any_kind()
    {
        var isolated = await Isolated("polly-inner-1");
        var outer = _cluster.CountingBreaker("polly-outer-1");
        var pipeline = Pipeline("polly-outer-1", new() { ShouldHandle = _ => PredicateResult.True() });
        var failfast = Pipeline("polly-inner-1");
        var control = new CircuitBreakerManualControl(isIsolated: true);
        var pollys = new ResiliencePipelineBuilder().AddCircuitBreaker(new() { ManualControl = control }).Build();

        await Assert.ThrowsAsync<BreakerOpenException>(async () => await pipeline.ExecuteAsync(async _ => await isolated.Succeed()));
        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await pipeline.ExecuteAsync(async token => await failfast.ExecuteAsync(_ => ValueTask.CompletedTask, token)));
        await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await pipeline.ExecuteAsync(async token => await pollys.ExecuteAsync(_ => ValueTask.CompletedTask, token)));

        await outer.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task Guard_counts_no_rejection_by_a_pipeline_within_it_where_Ignore_says_so()
    {
        _cluster.Configure(options => options.Ignore("polly-outer-2", error => error is BrokenCircuitException));
        await Isolated("polly-inner-2");
        var outer = _cluster.CountingBreaker("polly-outer-2");
        var failfast = Pipeline("polly-inner-2");

        await Assert.ThrowsAsync<IsolatedCircuitException>(() => outer.Guard(async Task (ct) => await failfast.ExecuteAsync(_ => ValueTask.CompletedTask, ct)));

        await outer.CountsAreExactly(_cluster, calls: 0, failures: 0);
    }

    [Fact]
    public async Task Pipeline_within_a_probe_of_the_same_breaker_says_that_it_is_nested()
    {
        var breaker = _cluster.Client.GetBreaker("polly-nested");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        _cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        var pipeline = Pipeline("polly-nested");

        var rejected = await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(
            async token => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask, token)));

        Assert.Contains("nested", rejected.InnerException!.Message, StringComparison.Ordinal);
    }

    private async Task<IBreakerGrain> Isolated(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Isolate();
        return breaker;
    }

    private ResiliencePipeline Pipeline(string breaker, FailfastBreakerStrategyOptions? options = null) =>
        new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, breaker, options).Build();
}
