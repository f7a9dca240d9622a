using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Tests.Polly;

/// <summary>Calls that hang: they are counted while they hang, and hold what they have until they end.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class LongCallTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Calls_that_become_slow_open_the_breaker_while_they_hang()
    {
        var breaker = _cluster.Breaker("polly-slow", it => it with { SlowCallDuration = TimeSpan.FromSeconds(2) });
        var (pipeline, hanging, answer) = Hang("polly-slow", calls: 5);

        await _cluster.Pass(TimeSpan.FromSeconds(2));
        await _cluster.Becomes(() => Task.FromResult(breaker.State == BreakerState.Open), () => $"{breaker.Snapshot}");

        Assert.All(hanging, call => Assert.False(call.IsCompleted));
        await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));
        answer.SetResult();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task Calls_that_exceed_CallTimeout_are_counted_once_and_not_cut_short()
    {
        var breaker = _cluster.Breaker("polly-timed", it => BreakerCluster.Counting(it) with { CallTimeout = TimeSpan.FromSeconds(2) });
        await breaker.Succeed();
        var (_, hanging, answer) = Hang("polly-timed", calls: 3);

        await _cluster.Pass(TimeSpan.FromSeconds(2));
        await _cluster.Becomes(async () => await breaker.GetStatus() is { Failures: 3 });

        Assert.All(hanging, call => Assert.False(call.IsCompleted));
        answer.SetResult();
        await Task.WhenAll(hanging);
        await breaker.CountsAreExactly(_cluster, calls: 4, failures: 3);
    }

    [Fact]
    public async Task Call_holds_its_place_until_it_ends_however_long_it_takes()
    {
        var breaker = _cluster.Breaker("polly-long", it => BreakerCluster.Counting(it) with { MaxConcurrentCalls = 1 });
        await breaker.Succeed();
        var (pipeline, hanging, answer) = Hang("polly-long", calls: 1);
        await _cluster.Pass(TimeSpan.FromSeconds(25));

        var rejected = await Assert.ThrowsAsync<BrokenCircuitException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));

        Assert.Equal(RejectionCause.Concurrency, Assert.IsType<BreakerOpenException>(rejected.InnerException).Cause);
        answer.SetResult();
        await Task.WhenAll(hanging);
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
    }

    private (ResiliencePipeline Pipeline, List<Task> Hanging, TaskCompletionSource Answer) Hang(string breaker, int calls)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, breaker).Build();
        return (pipeline, [.. Enumerable.Range(0, calls).Select(_ => pipeline.ExecuteAsync(async _ => await answer.Task).AsTask())], answer);
    }
}
