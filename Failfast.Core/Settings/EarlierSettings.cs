namespace Failfast;

/// <summary>
/// Translates settings from and for versions that had <c>SlowCallsAreFailures</c>. There <c>SlowCallRatio</c> was always set, by default
/// to 0.5, and <c>ProbeTimeout</c>, by default 10 s, could be shorter than <c>CallTimeout</c>. Such settings come from stored rows, and
/// from processes of an earlier version during a rolling upgrade, which must also understand what is sent to them.
/// </summary>
internal static class EarlierSettings
{
    /// <summary>The two settings with their current meaning.</summary>
    /// <param name="read">The earlier settings, under the current names.</param>
    /// <param name="slowCallsAreFailures">The removed setting.</param>
    public static (double? SlowCallRatio, TimeSpan? ProbeTimeout) Translate(BreakerSettings read, bool slowCallsAreFailures) => (
        slowCallsAreFailures || read.SlowCallDuration is null ? null : read.SlowCallRatio,
        read.ProbeTimeout < read.CallTimeout ? null : read.ProbeTimeout);

    public static bool SlowCallsAreFailures(BreakerSettings settings) => settings.SlowCallDuration is not null && settings.FailsSlowCalls;

    /// <summary>If slow calls are failures, a ratio of 1 adds no rule: the rules for failures trip first.</summary>
    public static double SlowCallRatio(BreakerSettings settings) => settings.SlowCallRatio ?? 1;
}
