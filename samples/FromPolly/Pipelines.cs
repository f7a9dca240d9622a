using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Failfast.Samples.FromPolly;

/// <summary>The same pipeline before and after the migration: one line differs.</summary>
internal static class Pipelines
{
    public static ResiliencePipeline Before() => new ResiliencePipelineBuilder()
        .AddRetry(Retry)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions { FailureRatio = 0.5, MinimumThroughput = 5, BreakDuration = TimeSpan.FromSeconds(30) })
        .AddTimeout(TimeSpan.FromSeconds(2))
        .Build();

    // When it opens, and for how long, is in the breaker's settings: one place for all hosts.
    public static ResiliencePipeline After(IGrainFactory grains) => new ResiliencePipelineBuilder()
        .AddRetry(Retry)
        .AddFailfastBreaker(grains, "payments")
        .AddTimeout(TimeSpan.FromSeconds(2))
        .Build();

    // It does not handle BrokenCircuitException, so an open breaker ends the retries.
    private static RetryStrategyOptions Retry => new()
    {
        MaxRetryAttempts = 2,
        // Time for the push that tells this host of its fifth failure's effect before it calls a sixth time.
        Delay = TimeSpan.FromMilliseconds(100),
        ShouldHandle = new PredicateBuilder().Handle<IOException>(),
    };
}
