using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Retry;

namespace Failfast.Tests.Polly;

/// <summary>What a rejection looks like to the rest of a pipeline, and to its caller.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class RejectedTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Rejection_is_a_broken_circuit_with_the_time_and_the_reason()
    {
        var breaker = await Open("polly-open");
        var pipeline = new ResiliencePipelineBuilder { Name = "shop" }.AddFailfastBreaker(_cluster.Client, "polly-open").Build();

        var rejected = await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => throw new InvalidOperationException("It ran.")));

        var inner = Assert.IsType<BreakerOpenException>(rejected.InnerException);
        Assert.Equal(("polly-open", BreakerState.Open, breaker.Snapshot.Reason), (inner.BreakerName, inner.State, inner.Reason));
        Assert.InRange(rejected.RetryAfter!.Value, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        Assert.Equal(inner.RetryAfter, rejected.RetryAfter);
        Assert.Equal(("shop", "FailfastBreaker"), (rejected.TelemetrySource!.PipelineName, rejected.TelemetrySource.StrategyName));
        Assert.Contains("polly-open", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejection_by_an_operator_is_an_isolated_circuit()
    {
        await _cluster.Client.GetBreaker("polly-isolated").Isolate("moving");
        var pipeline = new ResiliencePipelineBuilder<int>().AddFailfastBreaker(_cluster.Client, "polly-isolated").Build();

        var rejected = await Assert.ThrowsAsync<IsolatedCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.FromResult(1)));

        Assert.Null(rejected.RetryAfter);
        Assert.Equal("moving", Assert.IsType<BreakerOpenException>(rejected.InnerException).Reason);
    }

    [Fact]
    public async Task Rejection_by_a_limit_is_a_broken_circuit_that_says_so()
    {
        var breaker = _cluster.Breaker("polly-crowded", it => it with { MaxConcurrentCalls = 1 });
        using var taken = await breaker.EnterAsync();
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-crowded").Build();

        var rejected = await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));

        Assert.Equal(RejectionCause.Concurrency, Assert.IsType<BreakerOpenException>(rejected.InnerException).Cause);
    }

    [Fact]
    public async Task Rejection_as_an_outcome_is_never_thrown()
    {
        await Open("polly-outcome");
        var pipeline = new ResiliencePipelineBuilder<int>().AddFailfastBreaker(_cluster.Client, "polly-outcome").Build();
        var context = ResilienceContextPool.Shared.Get();

        var outcome = await pipeline.ExecuteOutcomeAsync((_, _) => Outcome.FromResultAsValueTask(1), context, "");

        Assert.Null(Assert.IsType<BrokenCircuitException>(outcome.Exception).StackTrace);
        Assert.Null(outcome.Exception.InnerException!.StackTrace);
        ResilienceContextPool.Shared.Return(context);
    }

    [Fact]
    public async Task Rejection_thrown_a_hundred_times_has_no_longer_stack_trace()
    {
        await Open("polly-stack");
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-stack").Build();
        var lengths = new List<int>();

        for (var i = 0; i < 100; i++)
            lengths.Add((await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask))).StackTrace!.Length);

        Assert.Single(lengths.Skip(1).Distinct());
    }

    [Fact]
    public async Task Fallback_and_retry_for_broken_circuits_handle_it()
    {
        await Open("polly-handled");
        var tries = 0;
        TimeSpan? told = null;
        var pipeline = new ResiliencePipelineBuilder<string>()
            .AddFallback(new FallbackStrategyOptions<string>
            {
                ShouldHandle = new PredicateBuilder<string>().Handle<BrokenCircuitException>(),
                FallbackAction = _ => Outcome.FromResultAsValueTask("later"),
            })
            .AddRetry(new RetryStrategyOptions<string>
            {
                ShouldHandle = new PredicateBuilder<string>().Handle<BrokenCircuitException>(), MaxRetryAttempts = 2,
                DelayGenerator = arguments =>
                {
                    tries++;
                    told = (arguments.Outcome.Exception as BrokenCircuitException)?.RetryAfter;
                    return new(TimeSpan.Zero);
                },
            })
            .AddFailfastBreaker(_cluster.Client, "polly-handled")
            .Build();

        Assert.Equal("later", await pipeline.ExecuteAsync(_ => ValueTask.FromResult("now")));

        Assert.Equal(2, tries);
        Assert.InRange(told!.Value, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Rejection_is_the_whole_clusters()
    {
        var breakers = _cluster.BreakersOn("polly-elsewhere");
        await breakers.MeetAndSettle(_cluster);
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-elsewhere").Build();
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);

        await breakers[0].Fail(times: 5);

        await Eventually.Throws<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));
    }

    private async Task<IBreakerGrain> Open(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await breaker.IsSeenAs(BreakerState.Open);
        return breaker;
    }
}
