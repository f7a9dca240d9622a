namespace Failfast;

/// <summary>The options of <c>AddFailfastBreaker</c> in a pipeline for every type of result.</summary>
public sealed class FailfastBreakerStrategyOptions : FailfastBreakerStrategyOptions<object>;
