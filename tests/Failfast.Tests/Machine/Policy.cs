namespace Failfast.Tests.Machine;

/// <summary>Settings with one rule on, and breaks of one second that neither grow nor vary.</summary>
internal static class Policy
{
    private static readonly BreakerSettings Steady = new()
    {
        ConsecutiveFailures = 0,
        FailureRatio = 0,
        BreakDuration = TimeSpan.FromSeconds(1),
        BreakDurationFactor = 1,
        BreakDurationJitter = 0,
    };

    public static BreakerSettings Consecutive(int failures) => Steady with { ConsecutiveFailures = failures };

    public static BreakerSettings Ratio(double ratio, int minimum, double seconds = 10) => Steady with
    {
        FailureRatio = ratio,
        MinimumThroughput = minimum,
        SamplingDuration = TimeSpan.FromSeconds(seconds),
    };

    public static BreakerSettings Slow(double ratio, int minimum) => Steady with
    {
        SlowCallDuration = TimeSpan.FromMilliseconds(50),
        SlowCallRatio = ratio,
        MinimumThroughput = minimum,
    };
}
