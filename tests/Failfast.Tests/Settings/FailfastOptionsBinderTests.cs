using Microsoft.Extensions.Configuration;

namespace Failfast.Tests.Settings;

public sealed class FailfastOptionsBinderTests
{
    private readonly FailfastOptions _options = new();

    [Fact]
    public void BindBreakers_settings_that_code_has_given_stay()
    {
        _options.Breakers["payments"] = new() { ConsecutiveFailures = 7 };

        Bind(("Failfast:Breakers:payments:ConsecutiveFailures", "3"), ("Failfast:Breakers:mail:ConsecutiveFailures", "3"));

        Assert.Equal(7, _options.Breakers["payments"].ConsecutiveFailures);
        Assert.Equal(3, _options.Breakers["mail"].ConsecutiveFailures);
    }

    [Fact]
    public void BindBreakers_a_later_section_starts_from_what_the_earlier_one_has_set()
    {
        Bind(("Failfast:Breakers:payments:ConsecutiveFailures", "3"));
        Bind(("Failfast:Breakers:Payments:MinimumHosts", "2"));

        Assert.Equal(new BreakerSettings { ConsecutiveFailures = 3, MinimumHosts = 2 }, Assert.Single(_options.Breakers).Value);
    }

    [Fact]
    public void Bind_unknown_setting_is_answered_with_the_known_ones()
    {
        Bind(("Failfast:Nonsense", "1"));

        Assert.Contains("Failfast:Nonsense is not a setting; known are Defaults, Breakers, ReportInterval, ", Assert.Single(_options.BindingErrors), StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_only_durations_are_explained()
    {
        Bind(("Failfast:MaxMeasuredNames", "many"), ("Failfast:LeaseDuration", "long"));

        Assert.Equal(
            ["Failfast:LeaseDuration is 'long': that is no TimeSpan (write 00:00:05 for five seconds).", "Failfast:MaxMeasuredNames is 'many': that is no Int32."],
            _options.BindingErrors);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0")]
    [InlineData("-1")]
    public void Bind_number_without_a_unit_is_no_duration(string value)
    {
        Bind(("Failfast:LeaseDuration", value), ("Failfast:Breakers:payments:CallTimeout", value));

        Assert.Equal(
            [
                $"Failfast:LeaseDuration is '{value}': that is a number alone (write 00:00:05 for five seconds).",
                $"Failfast:Breakers:payments:CallTimeout is '{value}': that is a number alone (write 00:00:05 for five seconds).",
            ],
            _options.BindingErrors);
    }

    private void Bind(params (string Key, string Value)[] entries)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(entries.ToDictionary(entry => entry.Key, entry => (string?)entry.Value)).Build().GetSection("Failfast");
        FailfastOptionsBinder.Bind(section, _options);
        FailfastOptionsBinder.BindBreakers(section, _options);
    }
}
