namespace Failfast.Tests.Settings;

/// <summary>A setting is without effect only where all that would give it one is off.</summary>
public sealed class DeadSettingsErrorsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly BreakerSettings Off = new() { ConsecutiveFailures = 0, FailureRatio = 0 };

    // Settings, and the beginning of the error; null if all that is set has an effect.
    private static readonly (BreakerSettings Settings, string? Error)[] Cases =
    [
        (Off with { MinimumThroughput = 9 }, "MinimumThroughput is 9, but no ratio is judged: set FailureRatio, or SlowCallDuration and SlowCallRatio."),
        (Off with { MinimumThroughput = 9, ConsecutiveFailures = 1 }, "MinimumThroughput is 9"),
        (Off with { MinimumThroughput = 9, FailureRatio = .01 }, null),
        (Off with { MinimumThroughput = 9, SlowCallDuration = Second, SlowCallRatio = .5 }, null),
        (Off with { MinimumThroughput = 9, SlowCallDuration = Second, ConsecutiveFailures = 1 }, "MinimumThroughput is 9"),
        (Off with { SlowCallRatio = .25 }, "SlowCallRatio is 0.25, but no call is slow: set SlowCallDuration."),
        (Off with { SlowCallRatio = .25, FailureRatio = .5 }, "SlowCallRatio is 0.25"),
        (Off with { SlowCallDuration = Second }, "SlowCallDuration is 00:00:01, but no rule counts slow calls: set SlowCallRatio, or ConsecutiveFailures or FailureRatio."),
        (Off with { SlowCallDuration = Second, ConsecutiveFailures = 1 }, null),
        (Off with { SlowCallDuration = Second, FailureRatio = .5 }, null),
        (Off with { MinimumHosts = 2 }, "MinimumHosts is 2, but no rule opens the breaker: set ConsecutiveFailures, FailureRatio or SlowCallRatio."),
        (Off with { MinimumHosts = 2, ConsecutiveFailures = 1 }, null),
        (Off with { MinimumHosts = 2, SlowCallDuration = Second, SlowCallRatio = .5 }, null),
        (Off, null),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Errors_name_the_setting_and_what_it_needs(int index)
    {
        var (settings, expected) = Cases[index];

        var errors = DeadSettings.Errors(settings, new()).ToList();

        if (expected is null)
            Assert.Empty(errors);
        else
            Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Errors_of_what_was_so_before_are_none(int index) => Assert.Empty(DeadSettings.Errors(Cases[index].Settings, Cases[index].Settings));
}
