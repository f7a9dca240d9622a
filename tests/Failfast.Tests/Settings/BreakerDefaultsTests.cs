namespace Failfast.Tests.Settings;

public class BreakerDefaultsTests
{
    [Fact]
    public void Settings_without_any_are_the_documented_defaults() => Assert.Equal(
        new BreakerSettings
        {
            ConsecutiveFailures = 5,
            FailureRatio = .5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(30),
            SlowCallDuration = null,
            SlowCallRatio = null,
            BreakDuration = TimeSpan.FromSeconds(5),
            BreakDurationFactor = 2,
            MaxBreakDuration = TimeSpan.FromSeconds(60),
            BreakDurationJitter = .1,
            HalfOpenPermits = 1,
            HalfOpenSuccesses = 1,
            ProbeTimeout = null,
            MinimumHosts = 1,
            Enabled = true,
            ObserveOnly = false,
            CallTimeout = null,
            MaxConcurrentCalls = null,
            RampUpDuration = null,
            RejectUntilKnown = null,
        },
        new BreakerSettings());
}
