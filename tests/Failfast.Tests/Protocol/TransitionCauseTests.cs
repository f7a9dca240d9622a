using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

public class TransitionCauseTests
{
    private const string Failures = "3 failures in a row";

    [Theory]
    [InlineData(BreakerState.Closed, null, BreakerState.Open, Failures, Failures)]
    [InlineData(BreakerState.Open, Failures, BreakerState.HalfOpen, Failures, "the break of 2.5 s is over")]
    [InlineData(BreakerState.HalfOpen, Failures, BreakerState.Open, "a probe failed", "a probe failed")]
    [InlineData(BreakerState.Open, "a probe was late", BreakerState.HalfOpen, "it succeeded after all", "it succeeded after all")]
    // A host that has missed what was between.
    [InlineData(BreakerState.Closed, null, BreakerState.HalfOpen, Failures, "the break of 2.5 s is over")]
    [InlineData(BreakerState.Open, Failures, BreakerState.Closed, null, "nothing is known against it")]
    public void Of_is_what_has_happened_now(BreakerState left, string? leftReason, BreakerState entered, string? reason, string cause) =>
        Assert.Equal(cause, TransitionCause.Of(left, leftReason, entered, reason, TimeSpan.FromSeconds(2.5)));

    [Fact]
    public void Of_half_open_after_a_break_of_unknown_length_says_that_it_is_over() => Assert.Equal(
        "the break is over", TransitionCause.Of(BreakerState.Open, Failures, BreakerState.HalfOpen, Failures, TimeSpan.Zero));
}
