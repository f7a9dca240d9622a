namespace Failfast.Tests.Settings;

/// <summary>Each option is tried at both ends of its range, and just beyond them.</summary>
public sealed class FailfastOptionsValidatorTests
{
    private static readonly TimeSpan Tick = new(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    // What is set, and the beginning of the error; null if it is fine.
    private static readonly (Action<FailfastOptions> Set, string? Error)[] Cases =
    [
        (it => it.ReportInterval = 10 * Millisecond, null),
        (it => it.ReportInterval = (10 * Millisecond) - Tick, "ReportInterval is 00:00:00.0099999: it must be from 00:00:00.0100000 to 00:01:00."),
        (it => (it.ReportInterval, it.LeaseDuration) = (Minute, TenMinutes), null),
        (it => (it.ReportInterval, it.LeaseDuration) = (Minute + Tick, TenMinutes), "ReportInterval is 00:01:00.0000001"),
        (it => it.LeaseDuration = TimeSpan.FromSeconds(2), null),
        (it => it.LeaseDuration = TimeSpan.FromSeconds(2) - Tick, "LeaseDuration is 00:00:01.9999999: it must be from 00:00:02 to 00:10:00."),
        (it => it.LeaseDuration = TenMinutes, null),
        (it => it.LeaseDuration = TenMinutes + Tick, "LeaseDuration is 00:10:00.0000001"),
        (it => it.ColdStartBudget = Millisecond, null),
        (it => it.ColdStartBudget = Millisecond - Tick, "ColdStartBudget is 00:00:00.0009999: it must be from 00:00:00.0010000 to 00:00:10."),
        (it => it.ColdStartBudget = TenSeconds, null),
        (it => it.ColdStartBudget = TenSeconds + Tick, "ColdStartBudget is 00:00:10.0000001"),
        (it => it.ConfirmBudget = Millisecond, null),
        (it => it.ConfirmBudget = Millisecond - Tick, "ConfirmBudget is 00:00:00.0009999: it must be from 00:00:00.0010000 to 00:00:10."),
        (it => it.ConfirmBudget = TenSeconds, null),
        (it => it.ConfirmBudget = TenSeconds + Tick, "ConfirmBudget is 00:00:10.0000001"),
        (it => it.HostName = "a", null),
        (it => it.HostName = " ", "HostName must have 1 to 256 characters"),
        (it => it.HostName = new('a', 256), null),
        (it => it.HostName = new('a', 257), "HostName must have 1 to 256 characters"),
        (it => it.HostName = "a\nb", "HostName must have 1 to 256 characters"),
        (it => it.MaxMeasuredNames = 0, null),
        (it => it.MaxMeasuredNames = -1, "MaxMeasuredNames is -1: it must be from 0 to 100000."),
        (it => it.MaxMeasuredNames = 100_000, null),
        (it => it.MaxMeasuredNames = 100_001, "MaxMeasuredNames is 100001"),
        (it => it.Breakers["*"] = new(), null),
        (it => it.Breakers["pay*"] = new(), null),
        (it => it.Breakers["*pay"] = new(), "Breakers:*pay: '*pay' is not a breaker name, nor a family: use 1 to"),
        (it => it.Breakers["pay**"] = new(), "Breakers:pay**: 'pay**' is not a breaker name"),
        (it => it.Breakers["pay/"] = new(), "Breakers:pay/: 'pay/' is not a breaker name"),
        (it => it.Ignore("a b", _ => true), "Breakers:a b: 'a b' is not a breaker name"),
        (it => it.BindingErrors.Add("Nonsense."), "Nonsense."),
        (it => it.Breakers["pay"] = new() { MinimumHosts = 0 }, "Breakers:pay: MinimumHosts is 0"),
        (it => it.Breakers["pay"] = new() { FailureRatio = 0, MinimumThroughput = 50 }, "Breakers:pay: MinimumThroughput is 50"),
        (it => (it.Defaults, it.Breakers["pay"]) = (new() { MinimumThroughput = 50 }, new() { MinimumThroughput = 50, FailureRatio = 0 }), null),
        (it => it.Defaults = new() { MinimumHosts = 0 }, "Defaults: MinimumHosts is 0"),
        (it => it.Defaults = null!, "Defaults is null: give it settings, or leave it out."),
        (it => it.Breakers["pay"] = null!, "Breakers:pay is null: give it settings, or leave it out."),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Validate_quotes_the_value_and_the_range(int index)
    {
        var (set, expected) = Cases[index];
        var options = new FailfastOptions();
        set(options);

        var result = new FailfastOptionsValidator().Validate(null, options);

        Assert.Equal(expected is null, result.Succeeded);
        if (expected is not null)
            Assert.StartsWith(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_error_that_breakers_inherit_from_the_defaults_is_reported_once()
    {
        var options = new FailfastOptions { Defaults = new() { MinimumHosts = 0 } };
        options.Breakers["pay"] = options.Defaults with { HalfOpenPermits = 0 };

        Assert.Collection(
            new FailfastOptionsValidator().Validate(null, options).Failures!,
            error => Assert.StartsWith("Defaults: MinimumHosts is 0", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Breakers:pay: HalfOpenPermits is 0", error, StringComparison.Ordinal));
    }
}
