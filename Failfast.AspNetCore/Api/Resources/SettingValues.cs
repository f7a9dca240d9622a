using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>The settings of a breaker: those of <see cref="BreakerSettings"/>, with durations in seconds.</summary>
[Description("The settings of a breaker. Durations are seconds; null turns off what can be turned off.")]
internal sealed record SettingValues
{
    public int ConsecutiveFailures { get; init; }
    public double FailureRatio { get; init; }
    public int MinimumThroughput { get; init; }
    public double SamplingDuration { get; init; }
    public double? SlowCallDuration { get; init; }
    public double? SlowCallRatio { get; init; }
    public double BreakDuration { get; init; }
    public double BreakDurationFactor { get; init; }
    public double MaxBreakDuration { get; init; }
    public double BreakDurationJitter { get; init; }
    public int HalfOpenPermits { get; init; }
    public int HalfOpenSuccesses { get; init; }
    public double? ProbeTimeout { get; init; }
    public int MinimumHosts { get; init; }
    public double? CallTimeout { get; init; }
    public int? MaxConcurrentCalls { get; init; }
    public double? RampUpDuration { get; init; }
    public double? RejectUntilKnown { get; init; }
    public bool Enabled { get; init; }
    public bool ObserveOnly { get; init; }

    public static SettingValues Of(BreakerSettings it) => new()
    {
        ConsecutiveFailures = it.ConsecutiveFailures,
        FailureRatio = it.FailureRatio,
        MinimumThroughput = it.MinimumThroughput,
        SamplingDuration = it.SamplingDuration.TotalSeconds,
        SlowCallDuration = it.SlowCallDuration?.TotalSeconds,
        SlowCallRatio = it.SlowCallRatio,
        BreakDuration = it.BreakDuration.TotalSeconds,
        BreakDurationFactor = it.BreakDurationFactor,
        MaxBreakDuration = it.MaxBreakDuration.TotalSeconds,
        BreakDurationJitter = it.BreakDurationJitter,
        HalfOpenPermits = it.HalfOpenPermits,
        HalfOpenSuccesses = it.HalfOpenSuccesses,
        ProbeTimeout = it.ProbeTimeout?.TotalSeconds,
        MinimumHosts = it.MinimumHosts,
        CallTimeout = it.CallTimeout?.TotalSeconds,
        MaxConcurrentCalls = it.MaxConcurrentCalls,
        RampUpDuration = it.RampUpDuration?.TotalSeconds,
        RejectUntilKnown = it.RejectUntilKnown?.TotalSeconds,
        Enabled = it.Enabled,
        ObserveOnly = it.ObserveOnly,
    };

    /// <exception cref="ArgumentException">A duration is none.</exception>
    public BreakerSettings ToSettings() => new()
    {
        ConsecutiveFailures = ConsecutiveFailures,
        FailureRatio = FailureRatio,
        MinimumThroughput = MinimumThroughput,
        SamplingDuration = Seconds.ToDuration(SamplingDuration, nameof(SamplingDuration)),
        SlowCallDuration = Seconds.ToDuration(SlowCallDuration, nameof(SlowCallDuration)),
        SlowCallRatio = SlowCallRatio,
        BreakDuration = Seconds.ToDuration(BreakDuration, nameof(BreakDuration)),
        BreakDurationFactor = BreakDurationFactor,
        MaxBreakDuration = Seconds.ToDuration(MaxBreakDuration, nameof(MaxBreakDuration)),
        BreakDurationJitter = BreakDurationJitter,
        HalfOpenPermits = HalfOpenPermits,
        HalfOpenSuccesses = HalfOpenSuccesses,
        ProbeTimeout = Seconds.ToDuration(ProbeTimeout, nameof(ProbeTimeout)),
        MinimumHosts = MinimumHosts,
        CallTimeout = Seconds.ToDuration(CallTimeout, nameof(CallTimeout)),
        MaxConcurrentCalls = MaxConcurrentCalls,
        RampUpDuration = Seconds.ToDuration(RampUpDuration, nameof(RampUpDuration)),
        RejectUntilKnown = Seconds.ToDuration(RejectUntilKnown, nameof(RejectUntilKnown)),
        Enabled = Enabled,
        ObserveOnly = ObserveOnly,
    };
}
