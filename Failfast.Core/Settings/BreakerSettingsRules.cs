using System.Globalization;
using System.Runtime.CompilerServices;

namespace Failfast;

/// <summary>The ranges of <see cref="BreakerSettings"/>.</summary>
internal static class BreakerSettingsRules
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest break that settings allow.</summary>
    public static readonly TimeSpan LongestBreak = TimeSpan.FromDays(7);

    /// <summary>The longest isolation that ends by itself.</summary>
    public static readonly TimeSpan LongestIsolation = TimeSpan.FromDays(366);

    /// <summary>The longest ramp-up that settings allow.</summary>
    public static readonly TimeSpan LongestRampUp = Hour;

    /// <summary>The longest <see cref="BreakerSettings.SamplingDuration"/>.</summary>
    public static readonly TimeSpan LongestSampling = Hour;

    /// <summary>Every error in the settings, each a sentence that names the setting, its value and its range.</summary>
    public static IEnumerable<string> Errors(BreakerSettings s)
    {
        var errors = new List<string?>
        {
            Number(s.ConsecutiveFailures, 0, 1_000_000, "0 turns the rule off"),
            Number(s.FailureRatio, 0, 1, "0 turns the rule off"),
            Number(s.MinimumThroughput, 1, 1_000_000_000),
            Duration(s.SamplingDuration, TimeSpan.FromMilliseconds(100), LongestSampling),
            Duration(s.SlowCallDuration, Millisecond, Hour),
            s.SlowCallRatio is null or (> 0 and <= 1) ? null : $"SlowCallRatio is {Show(s.SlowCallRatio.Value)}: it must be above 0, and at most 1.",
            Duration(s.BreakDuration, Millisecond, TimeSpan.FromDays(1)),
            Number(s.BreakDurationFactor, 1, 100),
            Duration(s.MaxBreakDuration, Millisecond, LongestBreak),
            s.MaxBreakDuration < s.BreakDuration
                ? $"MaxBreakDuration ({s.MaxBreakDuration}) is shorter than BreakDuration ({s.BreakDuration}): raise the one or lower the other."
                : null,
            Number(s.BreakDurationJitter, 0, 1),
            Number(s.HalfOpenPermits, 1, 1_000),
            Number(s.HalfOpenSuccesses, 1, 1_000),
            Duration(s.ProbeTimeout, TimeSpan.FromMilliseconds(10), Hour),
            s.ProbeTimeout < s.CallTimeout
                ? $"ProbeTimeout ({s.ProbeTimeout}) is shorter than CallTimeout ({s.CallTimeout}): raise it, or leave it out, or lower CallTimeout."
                : null,
            Number(s.MinimumHosts, 1, 10_000),
            Duration(s.CallTimeout, Millisecond, Hour),
            s.MaxConcurrentCalls is { } calls ? Number(calls, 1, 1_000_000, name: nameof(s.MaxConcurrentCalls)) : null,
            Duration(s.RampUpDuration, Millisecond, LongestRampUp),
            Duration(s.RejectUntilKnown, TimeSpan.FromMilliseconds(100), Hour),
        };
        return errors.OfType<string>();
    }

    /// <summary>Throws one exception that lists every error.</summary>
    /// <param name="settings">The settings to check.</param>
    /// <param name="breaker">The breaker's name.</param>
    /// <param name="inherited">The settings they were made from: a setting without effect that is the same there is no error.</param>
    public static void Check(BreakerSettings settings, string breaker, BreakerSettings inherited)
    {
        var errors = Errors(settings).Concat(DeadSettings.Errors(settings, inherited)).ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The settings of breaker '{breaker}' are refused: {string.Join(" ", errors)}", nameof(settings));
    }

    private static string? Number(
        double value, double min, double max, string? hint = null, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= min && value <= max ? null : Sentence(name, Show(value), Show(min), Show(max), hint);

    private static string? Duration(
        TimeSpan? value, TimeSpan min, TimeSpan max, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is not { } set || (set >= min && set <= max) ? null : Sentence(name, set.ToString(), min.ToString(), max.ToString(), null);

    private static string Sentence(string name, string value, string min, string max, string? hint) =>
        $"{name[(name.IndexOf('.') + 1)..]} is {value}: it must be from {min} to {max}{(hint is null ? "" : $" ({hint})")}.";

    private static string Show(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
