namespace Failfast;

/// <summary>
/// Settings as they were while <c>SlowCallsAreFailures</c> was one of them: <c>SlowCallRatio</c> was always set, by default to 0.5,
/// and <c>ProbeTimeout</c>, by default 10 s, could be shorter than <c>CallTimeout</c>. They still come from rows, and from processes
/// of an earlier version while the cluster is upgraded; and those must understand what is sent to them.
/// </summary>
internal static class EarlierSettings
{
    /// <summary>What the two settings are today.</summary>
    /// <param name="read">As they were, under today's names.</param>
    /// <param name="slowCallsAreFailures">The setting that is gone.</param>
    public static (double? SlowCallRatio, TimeSpan? ProbeTimeout) Translate(BreakerSettings read, bool slowCallsAreFailures) => (
        slowCallsAreFailures || read.SlowCallDuration is null ? null : read.SlowCallRatio,
        read.ProbeTimeout < read.CallTimeout ? null : read.ProbeTimeout);

    public static bool SlowCallsAreFailures(BreakerSettings settings) => settings.SlowCallDuration is not null && settings.FailsSlowCalls;

    /// <summary>Where slow calls are failures, a share of 1 adds no rule: failures have tripped the breaker before.</summary>
    public static double SlowCallRatio(BreakerSettings settings) => settings.SlowCallRatio ?? 1;
}
