using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Failfast.Tests.Polly;

/// <summary>What a breaker in a pipeline counts.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class CountingTests(SharedCluster shared)
{
    private readonly BreakerCluster _cluster = shared.Cluster;

    [Fact]
    public async Task ShouldHandle_decides_on_results_and_exceptions()
    {
        var breaker = _cluster.CountingBreaker("polly-choosy");
        var pipeline = new ResiliencePipelineBuilder<int>().AddFailfastBreaker(_cluster.Client, "polly-choosy", new()
        {
            ShouldHandle = new PredicateBuilder<int>().Handle<TimeoutException>().HandleResult(-1),
        }).Build();

        Assert.Equal(-1, await pipeline.ExecuteAsync(_ => ValueTask.FromResult(-1)));
        Assert.Equal(7, await pipeline.ExecuteAsync(_ => ValueTask.FromResult(7)));
        await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ExecuteAsync<int>(_ => throw new TimeoutException()));
        await Assert.ThrowsAsync<FormatException>(async () => await pipeline.ExecuteAsync<int>(_ => throw new FormatException()));

        await breaker.CountsAreExactly(_cluster, calls: 4, failures: 2);
        Assert.Equal(["Int32", "TimeoutException"], (await breaker.GetStatus()).FailureCauses.Select(cause => cause.Name).Order());
    }

    [Fact]
    public async Task ShouldHandle_of_Pollys_own_options_fits_and_gets_the_context()
    {
        var breaker = _cluster.CountingBreaker("polly-moved");
        var old = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = arguments => new(arguments.Context.OperationKey == "pay" && arguments.Outcome.Exception is not null),
        };
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-moved", new() { ShouldHandle = old.ShouldHandle }).Build();

        foreach (var key in new[] { "pay", "look" })
        {
            var context = ResilienceContextPool.Shared.Get(key);
            await Assert.ThrowsAsync<FormatException>(async () => await pipeline.ExecuteAsync(_ => throw new FormatException(), context));
            ResilienceContextPool.Shared.Return(context);
        }

        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 1);
    }

    [Fact]
    public async Task ShouldHandle_left_out_leaves_it_to_the_breakers_own_rules()
    {
        _cluster.Configure(options => options
            .Ignore("polly-ruled", error => error is ArgumentException)
            .ShouldHandle("polly-ruled", error => error is TimeoutException)
            .ShouldHandleResult<string>("polly-ruled", text => text == "bad"));
        var breaker = _cluster.CountingBreaker("polly-ruled");
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-ruled").Build();

        await pipeline.ExecuteAsync(_ => ValueTask.FromResult("good"));
        await pipeline.ExecuteAsync(_ => ValueTask.FromResult("bad"));
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
        foreach (var error in new Exception[] { new TimeoutException(), new FormatException(), new ArgumentException() })
            Assert.Same(error, await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync(_ => throw error)));

        await breaker.CountsAreExactly(_cluster, calls: 5, failures: 2);
    }

    [Fact]
    public async Task ShouldHandle_that_throws_counts_nothing_and_gives_the_place_back()
    {
        var breaker = _cluster.Breaker("polly-broken-rule", it => BreakerCluster.Counting(it) with { MaxConcurrentCalls = 1 });
        var isBroken = true;
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-broken-rule", new()
        {
            ShouldHandle = _ => isBroken ? throw new FormatException("of the rule") : PredicateResult.False(),
        }).Build();

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<FormatException>(async () => await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask));
        isBroken = false;
        await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);

        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 0);
    }

    [Fact]
    public async Task Call_cancelled_by_its_caller_counts_nothing()
    {
        var breaker = _cluster.CountingBreaker("polly-cancelled");
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-cancelled", new() { ShouldHandle = _ => PredicateResult.True() }).Build();
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pipeline.ExecuteAsync(
            async token =>
            {
                await source.CancelAsync();
                token.ThrowIfCancellationRequested();
            }, source.Token));
        // Whatever the exception.
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            using var other = new CancellationTokenSource();
            await pipeline.ExecuteAsync(
                async _ =>
                {
                    await other.CancelAsync();
                    throw new FormatException();
                }, other.Token);
        });
        // Cancelled before it began, it does not run.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pipeline.ExecuteAsync(
            _ => throw new InvalidOperationException("It ran."), source.Token));
        await breaker.Fail();

        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 1);
    }

    [Fact]
    public async Task Call_that_throws_a_cancellation_of_its_own_has_failed()
    {
        var breaker = _cluster.CountingBreaker("polly-own-cancellation");
        var pipeline = new ResiliencePipelineBuilder().AddFailfastBreaker(_cluster.Client, "polly-own-cancellation").Build();

        await Assert.ThrowsAsync<TaskCanceledException>(async () => await pipeline.ExecuteAsync(_ => throw new TaskCanceledException("HttpClient.Timeout")));

        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 1);
    }

    [Fact]
    public async Task Timeout_of_an_attempt_counts_as_a_failure_and_one_around_the_breaker_does_not()
    {
        var breaker = _cluster.CountingBreaker("polly-hanging");
        var timeout = TimeSpan.FromSeconds(1);
        var inside = new ResiliencePipelineBuilder { TimeProvider = _cluster.Time }.AddFailfastBreaker(_cluster.Client, "polly-hanging").AddTimeout(timeout).Build();
        var outside = new ResiliencePipelineBuilder { TimeProvider = _cluster.Time }.AddTimeout(timeout).AddFailfastBreaker(_cluster.Client, "polly-hanging").Build();

        foreach (var pipeline in new[] { inside, outside })
        {
            var call = pipeline.ExecuteAsync(async token => await Task.Delay(Timeout.InfiniteTimeSpan, _cluster.Time, token)).AsTask();
            await Eventually.Is(() =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
                return call.IsCompleted;
            });
            await Assert.ThrowsAsync<TimeoutRejectedException>(() => call);
        }

        await breaker.CountsAreExactly(_cluster, calls: 1, failures: 1);
    }
}
