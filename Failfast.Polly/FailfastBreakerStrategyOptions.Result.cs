using Polly;
using Polly.CircuitBreaker;

namespace Failfast;

/// <summary>
/// The options of <c>AddFailfastBreaker</c>: what counts as a failure. When the breaker opens and for how long is its
/// <see cref="BreakerSettings"/>, the same for the whole cluster.
/// </summary>
/// <typeparam name="TResult">The type of result of the pipeline.</typeparam>
public class FailfastBreakerStrategyOptions<TResult> : ResilienceStrategyOptions
{
    /// <summary>Creates options with the defaults.</summary>
    public FailfastBreakerStrategyOptions() => Name = "FailfastBreaker";

    /// <summary>
    /// Which results and exceptions are failures; all others are successes, because the dependency answered. Of the type that Polly's own
    /// breaker takes, so that a <see cref="PredicateBuilder{TResult}"/> fits, or the predicate of a
    /// <see cref="CircuitBreakerStrategyOptions{TResult}"/>. It is not asked about what never counts: the caller's own cancellation, and
    /// the rejection by an inner breaker.
    /// </summary>
    /// <value>
    /// Default: null, the breaker's own rules (<see cref="FailfastOptions"/>: <c>ShouldHandle</c>, <c>ShouldHandleResult</c>, <c>Ignore</c>). Without
    /// such, every exception is a failure and every result a success.
    /// </value>
    public Func<CircuitBreakerPredicateArguments<TResult>, ValueTask<bool>>? ShouldHandle { get; set; }
}
