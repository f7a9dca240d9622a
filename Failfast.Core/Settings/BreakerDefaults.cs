namespace Failfast;

/// <summary>Every default of <see cref="BreakerSettings"/>, in one place.</summary>
internal static class BreakerDefaults
{
    public const int ConsecutiveFailures = 5;
    public const double FailureRatio = 0.5;
    public const int MinimumThroughput = 20;
    public const double BreakDurationFactor = 2;
    public const double BreakDurationJitter = 0.1;
    public const int HalfOpenPermits = 1;
    public const int HalfOpenSuccesses = 1;
    public const int MinimumHosts = 1;

    public static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan MaxBreakDuration = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);
}
