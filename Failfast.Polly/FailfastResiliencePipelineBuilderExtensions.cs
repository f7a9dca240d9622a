using Failfast;
using Polly.CircuitBreaker;

namespace Polly;

/// <summary>Adds a breaker of the Failfast cluster to a pipeline, in place of Polly's own.</summary>
public static class FailfastResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Adds a breaker. It belongs after the retry and before the time-out of an attempt. A rejected call ends with a
    /// <see cref="BrokenCircuitException"/>, or an <see cref="IsolatedCircuitException"/>, whose inner exception is the
    /// <see cref="BreakerOpenException"/>.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="grains">The grain factory of a silo or client with <c>AddFailfast</c>.</param>
    /// <param name="breaker">The breaker's name.</param>
    /// <param name="options">What counts as a failure; null: the breaker's own rules.</param>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    public static ResiliencePipelineBuilder AddFailfastBreaker(
        this ResiliencePipelineBuilder builder, IGrainFactory grains, string breaker, FailfastBreakerStrategyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Check(grains, breaker);
        options ??= new();
        return builder.AddStrategy(
            context => new FailfastBreakerStrategy<object>(grains.GetBreaker(breaker), breaker, options.ShouldHandle, context.Telemetry), options);
    }

    /// <inheritdoc cref="AddFailfastBreaker"/>
    /// <typeparam name="TResult">The type of result of the pipeline.</typeparam>
    public static ResiliencePipelineBuilder<TResult> AddFailfastBreaker<TResult>(
        this ResiliencePipelineBuilder<TResult> builder, IGrainFactory grains, string breaker,
        FailfastBreakerStrategyOptions<TResult>? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Check(grains, breaker);
        options ??= new();
        return builder.AddStrategy(
            context => new FailfastBreakerStrategy<TResult>(grains.GetBreaker(breaker), breaker, options.ShouldHandle, context.Telemetry), options);
    }

    private static void Check(IGrainFactory grains, string breaker)
    {
        ArgumentNullException.ThrowIfNull(grains);
        BreakerName.Check(breaker);
    }
}
