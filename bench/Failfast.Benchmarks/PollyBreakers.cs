using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Benchmarks;

/// <summary>Polly's breakers under test.</summary>
internal static class PollyBreakers
{
    /// <summary>The options as Polly ships them.</summary>
    public static ResiliencePipeline Default { get; } =
        new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();

    /// <summary>Failfast's default ratio rule. (Polly has no rule for failures in a row.)</summary>
    public static ResiliencePipeline SameRules { get; } = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
        })
        .Build();

    /// <summary>A pipeline for one result type, which Polly's documentation calls the faster one.</summary>
    public static ResiliencePipeline<int> Typed { get; } =
        new ResiliencePipelineBuilder<int>().AddCircuitBreaker(new CircuitBreakerStrategyOptions<int>()).Build();

    /// <summary>With a time-out for each call, which comes first.</summary>
    public static ResiliencePipeline WithTimeout { get; } = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .AddTimeout(Breakers.Timeout)
        .Build();

    /// <summary>No breaker, and so many calls at a time.</summary>
    public static ResiliencePipeline Limiter { get; } = new ResiliencePipelineBuilder().AddConcurrencyLimiter(Breakers.AtATime).Build();

    /// <summary>A breaker, and so many calls at a time.</summary>
    public static ResiliencePipeline WithLimiter { get; } = new ResiliencePipelineBuilder()
        .AddConcurrencyLimiter(Breakers.AtATime)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .Build();

    /// <summary>Opened by failures, for an hour.</summary>
    public static async Task<ResiliencePipeline> Open()
    {
        var state = new CircuitBreakerStateProvider();
        var pipeline = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { BreakDuration = TimeSpan.FromHours(1), StateProvider = state })
            .Build();
        for (var i = 0; i < 1_000 && state.CircuitState != CircuitState.Open; i++)
        {
            var context = ResilienceContextPool.Shared.Get();
            await pipeline.ExecuteOutcomeAsync(
                static (_, _) => Outcome.FromExceptionAsValueTask<int>(new TimeoutException()), context, 0);
            ResilienceContextPool.Shared.Return(context);
        }

        return state.CircuitState == CircuitState.Open
            ? pipeline
            : throw new InvalidOperationException($"Polly's circuit is {state.CircuitState}.");
    }
}
