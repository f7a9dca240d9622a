namespace Failfast.Tests.Settings;

public class BreakerSettingsRulesTests
{
    private static readonly TimeSpan Tick = new(1);

    // Setting, settings, the value and the range as they must be quoted; no quotes if the settings are fine.
    private static readonly (string Name, BreakerSettings Settings, string[] Quoted)[] Cases =
    [
        ("ConsecutiveFailures", new() { ConsecutiveFailures = -1 }, ["-1", "from 0 to 1000000", "0 turns the rule off"]),
        ("ConsecutiveFailures", new() { ConsecutiveFailures = 1_000_001 }, ["1000001"]),
        ("ConsecutiveFailures", new() { ConsecutiveFailures = 1_000_000 }, []),
        ("ConsecutiveFailures", new() { ConsecutiveFailures = 0 }, []),
        ("FailureRatio", new() { FailureRatio = -.1 }, ["-0.1", "from 0 to 1 (0 turns the rule off)."]),
        ("FailureRatio", new() { FailureRatio = -.00001 }, ["-0.00001"]),
        ("FailureRatio", new() { FailureRatio = 1.01 }, ["1.01"]),
        ("FailureRatio", new() { FailureRatio = double.NaN }, ["NaN"]),
        ("FailureRatio", new() { FailureRatio = double.PositiveInfinity }, ["Infinity"]),
        ("FailureRatio", new() { FailureRatio = 1 }, []),
        ("MinimumThroughput", new() { MinimumThroughput = 0 }, ["0", "from 1 to 1000000000."]),
        ("MinimumThroughput", new() { MinimumThroughput = 1_000_000_001 }, ["1000000001"]),
        ("SamplingDuration", new() { SamplingDuration = TimeSpan.FromMilliseconds(99) }, ["00:00:00.0990000", "from 00:00:00.1000000 to 01:00:00"]),
        ("SamplingDuration", new() { SamplingDuration = TimeSpan.FromHours(1) + Tick }, ["01:00:00.0000001"]),
        ("SamplingDuration", new() { SamplingDuration = TimeSpan.FromHours(1) }, []),
        ("SlowCallDuration", new() { SlowCallDuration = TimeSpan.Zero }, ["00:00:00", "from 00:00:00.0010000 to 01:00:00"]),
        ("SlowCallDuration", new() { SlowCallDuration = TimeSpan.FromHours(2) }, ["02:00:00"]),
        ("SlowCallDuration", new() { SlowCallDuration = TimeSpan.FromMilliseconds(1) }, []),
        ("SlowCallRatio", new() { SlowCallRatio = 0 }, ["0", "above 0", "at most 1"]),
        ("SlowCallRatio", new() { SlowCallRatio = double.NaN }, ["NaN"]),
        ("SlowCallRatio", new() { SlowCallRatio = 1.5 }, ["1.5", "1"]),
        ("SlowCallRatio", new() { SlowCallRatio = 1 }, []),
        ("BreakDuration", new() { BreakDuration = TimeSpan.Zero }, ["00:00:00", "from 00:00:00.0010000 to 1.00:00:00"]),
        ("BreakDuration", new() { BreakDuration = TimeSpan.FromDays(1) + Tick, MaxBreakDuration = TimeSpan.FromDays(2) }, ["1.00:00:00.0000001"]),
        ("BreakDurationFactor", new() { BreakDurationFactor = .9 }, ["0.9", "from 1 to 100"]),
        ("BreakDurationFactor", new() { BreakDurationFactor = 101 }, ["101"]),
        ("MaxBreakDuration", new() { MaxBreakDuration = TimeSpan.FromDays(7) + Tick }, ["7.00:00:00.0000001", "7.00:00:00"]),
        ("MaxBreakDuration", new() { MaxBreakDuration = TimeSpan.FromSeconds(4) }, ["00:00:04", "BreakDuration (00:00:05)"]),
        ("MaxBreakDuration", new() { MaxBreakDuration = TimeSpan.FromSeconds(5) }, []),
        ("BreakDurationJitter", new() { BreakDurationJitter = -.5 }, ["-0.5", "from 0 to 1"]),
        ("BreakDurationJitter", new() { BreakDurationJitter = 2 }, ["2"]),
        ("HalfOpenPermits", new() { HalfOpenPermits = 0 }, ["0", "from 1 to 1000"]),
        ("HalfOpenPermits", new() { HalfOpenPermits = 1_001 }, ["1001"]),
        ("HalfOpenSuccesses", new() { HalfOpenSuccesses = 0 }, ["0", "from 1 to 1000"]),
        ("HalfOpenSuccesses", new() { HalfOpenSuccesses = 1_001 }, ["1001"]),
        ("ProbeTimeout", new() { ProbeTimeout = TimeSpan.FromMilliseconds(9) }, ["00:00:00.0090000", "from 00:00:00.0100000 to 01:00:00"]),
        ("ProbeTimeout", new() { ProbeTimeout = TimeSpan.MaxValue }, [TimeSpan.MaxValue.ToString()]),
        ("ProbeTimeout", new() { ProbeTimeout = TimeSpan.FromSeconds(4), CallTimeout = TimeSpan.FromSeconds(5) }, ["(00:00:04)", "CallTimeout (00:00:05)"]),
        ("ProbeTimeout", new() { ProbeTimeout = TimeSpan.FromSeconds(5), CallTimeout = TimeSpan.FromSeconds(5) }, []),
        ("ProbeTimeout", new() { CallTimeout = TimeSpan.FromMinutes(5) }, []),
        ("MinimumHosts", new() { MinimumHosts = 0 }, ["0", "from 1 to 10000"]),
        ("MinimumHosts", new() { MinimumHosts = 10_001 }, ["10001"]),
        ("CallTimeout", new() { CallTimeout = TimeSpan.Zero }, ["00:00:00", "from 00:00:00.0010000 to 01:00:00"]),
        ("CallTimeout", new() { CallTimeout = TimeSpan.FromHours(1) + Tick }, ["01:00:00.0000001"]),
        ("CallTimeout", new() { CallTimeout = TimeSpan.FromHours(1) }, []),
        ("MaxConcurrentCalls", new() { MaxConcurrentCalls = 0 }, ["0", "from 1 to 1000000"]),
        ("MaxConcurrentCalls", new() { MaxConcurrentCalls = 1_000_001 }, ["1000001"]),
        ("MaxConcurrentCalls", new() { MaxConcurrentCalls = 1 }, []),
        ("RampUpDuration", new() { RampUpDuration = TimeSpan.Zero }, ["00:00:00", "from 00:00:00.0010000 to 01:00:00"]),
        ("RampUpDuration", new() { RampUpDuration = TimeSpan.FromHours(1) + Tick }, ["01:00:00.0000001"]),
        ("RampUpDuration", new() { RampUpDuration = TimeSpan.FromMinutes(1) }, []),
        ("RejectUntilKnown", new() { RejectUntilKnown = TimeSpan.Zero }, ["00:00:00", "from 00:00:00.1000000 to 01:00:00"]),
        ("RejectUntilKnown", new() { RejectUntilKnown = TimeSpan.FromHours(1) + Tick }, ["01:00:00.0000001"]),
        ("RejectUntilKnown", new() { RejectUntilKnown = TimeSpan.FromSeconds(10) }, []),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Errors_name_the_setting_its_value_and_its_range(int index)
    {
        var (name, settings, quoted) = Cases[index];
        var errors = BreakerSettingsRules.Errors(settings).ToList();
        if (quoted.Length == 0)
        {
            Assert.Empty(errors);
            return;
        }

        var error = Assert.Single(errors);
        Assert.StartsWith(name + " ", error, StringComparison.Ordinal);
        Assert.All(quoted, part => Assert.Contains(part, error, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_every_setting_with_a_range_is_tried() => Assert.Empty(
        typeof(BreakerSettings).GetProperties().Where(property => property.PropertyType != typeof(bool) && property.CanWrite)
            .Select(property => property.Name).Except(Cases.Select(entry => entry.Name)));

    [Fact]
    public void Errors_defaults_are_fine() => Assert.Empty(BreakerSettingsRules.Errors(new()));

    [Fact]
    public void Check_lists_every_error_at_once()
    {
        var settings = new BreakerSettings { FailureRatio = 7, MinimumHosts = -3, BreakDuration = TimeSpan.FromDays(9) };
        var thrown = Assert.Throws<ArgumentException>(() => BreakerSettingsRules.Check(settings, "payments", new()));
        string[] parts = ["'payments'", "FailureRatio is 7", "MinimumHosts is -3", "BreakDuration is 9.00:00:00", "is shorter than"];
        Assert.All(parts, part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_separates_the_errors()
    {
        var thrown = Assert.Throws<ArgumentException>(() => BreakerSettingsRules.Check(new() { HalfOpenPermits = 0, HalfOpenSuccesses = 0 }, "payments", new()));
        Assert.Contains("from 1 to 1000. HalfOpenSuccesses is 0", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_setting_without_effect_is_refused_unless_it_was_so_before()
    {
        var dead = new BreakerSettings { FailureRatio = 0, MinimumThroughput = 50 };
        var thrown = Assert.Throws<ArgumentException>(() => BreakerSettingsRules.Check(dead, "payments", new()));
        Assert.Contains("MinimumThroughput is 50, but", thrown.Message, StringComparison.Ordinal);
        BreakerSettingsRules.Check(dead with { MinimumHosts = 2 }, "payments", dead);
    }

    [Fact]
    public void Check_fine_settings_pass() => BreakerSettingsRules.Check(new(), "payments", new());
}
