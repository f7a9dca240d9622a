namespace Failfast;

/// <summary>Settings that have no effect because another one is off.</summary>
internal static class DeadSettings
{
    /// <summary>Whether any rule can open the breaker; without one only operators can.</summary>
    public static bool HasRule(BreakerSettings settings) => settings.ConsecutiveFailures > 0 || HasRatio(settings);

    /// <summary>Every setting that is set but has no effect, each as a sentence that says what it needs.</summary>
    /// <param name="settings">The settings to check.</param>
    /// <param name="inherited">The settings they started from: a setting that is the same there was not set here.</param>
    public static IEnumerable<string> Errors(BreakerSettings settings, BreakerSettings inherited)
    {
        if (settings.MinimumThroughput != inherited.MinimumThroughput && !HasRatio(settings))
            yield return $"MinimumThroughput is {settings.MinimumThroughput}, but no ratio is judged: set FailureRatio, or SlowCallDuration and SlowCallRatio.";
        if (settings.SlowCallRatio is { } ratio && ratio != inherited.SlowCallRatio && settings.SlowCallDuration is null)
            yield return FormattableString.Invariant($"SlowCallRatio is {ratio}, but no call is slow: set SlowCallDuration.");
        if (settings.SlowCallDuration is { } slow && slow != inherited.SlowCallDuration && !HasRule(settings))
            yield return $"SlowCallDuration is {slow}, but no rule counts slow calls: set SlowCallRatio, or ConsecutiveFailures or FailureRatio.";
        if (settings.MinimumHosts != inherited.MinimumHosts && !HasRule(settings))
            yield return $"MinimumHosts is {settings.MinimumHosts}, but no rule opens the breaker: set ConsecutiveFailures, FailureRatio or SlowCallRatio.";
    }

    // Without SlowCallRatio slow calls are failures, judged by the rules for failures.
    private static bool HasRatio(BreakerSettings settings) =>
        settings.FailureRatio > 0 || settings is { SlowCallDuration: not null, SlowCallRatio: not null };
}
