namespace Failfast.Machine;

/// <summary>How long a probe may take.</summary>
internal static class ProbeTimes
{
    /// <summary>The time, from the start of its call, after which an unanswered probe has failed.</summary>
    public static TimeSpan Limit(BreakerSettings settings)
    {
        var slow = settings.FailsSlowCalls ? settings.SlowCallDuration : null;
        return Earlier(settings.CallTimeout, Earlier(slow, EffectiveProbeTimeout(settings)));
    }

    /// <summary><see cref="BreakerSettings.ProbeTimeout"/>, or its default if it is not set.</summary>
    public static TimeSpan EffectiveProbeTimeout(BreakerSettings settings) =>
        settings.ProbeTimeout ?? (settings.CallTimeout is { } call && call > BreakerDefaults.ProbeTimeout ? call : BreakerDefaults.ProbeTimeout);

    private static TimeSpan Earlier(TimeSpan? one, TimeSpan other) => one < other ? one.Value : other;
}
