using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Tests.Hosting;

/// <summary>What was set and has no effect is said.</summary>
public sealed class DeadSettingsTests
{
    [Fact]
    public void Validate_bad_default_is_one_error_however_many_breakers_inherit_it()
    {
        var errors = Errors(
            options =>
            {
                options.Defaults = options.Defaults with { BreakDurationJitter = 3 };
                options.Breakers["mail"] = options.Defaults with { HalfOpenPermits = 0 };
            },
            ("Failfast:Breakers:payments:ConsecutiveFailures", "3"), ("Failfast:Breakers:pay*:ConsecutiveFailures", "4"));

        Assert.Equal(2, errors.Count);
        Assert.StartsWith("Defaults: BreakDurationJitter is 3", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("Breakers:mail: HalfOpenPermits is 0", errors[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MinimumThroughput", "50", "FailureRatio")]
    [InlineData("SlowCallRatio", "0.3", "SlowCallDuration")]
    public void Validate_setting_that_needs_one_that_is_off_is_refused(string setting, string value, string needed)
    {
        var error = Assert.Single(Errors(
            _ => { }, ($"Failfast:Breakers:payments:{setting}", value), ("Failfast:Breakers:payments:FailureRatio", "0")));

        Assert.StartsWith($"Breakers:payments: {setting} is {value}", error, StringComparison.Ordinal);
        Assert.Contains(needed, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_slow_calls_are_refused_where_no_rule_counts_failures()
    {
        (string, string)[] none = [("Failfast:Breakers:payments:FailureRatio", "0"), ("Failfast:Breakers:payments:ConsecutiveFailures", "0")];
        (string, string) slow = ("Failfast:Breakers:payments:SlowCallDuration", "00:00:02");

        var error = Assert.Single(Errors(_ => { }, [.. none, slow]));

        Assert.StartsWith("Breakers:payments: SlowCallDuration is 00:00:02", error, StringComparison.Ordinal);
        Assert.Contains("SlowCallRatio", error, StringComparison.Ordinal);
        Assert.Empty(Errors(_ => { }, [.. none, slow, ("Failfast:Breakers:payments:SlowCallRatio", "0.5")]));
    }

    [Fact]
    public void Validate_setting_inherited_from_the_defaults_is_not_refused_where_it_has_no_effect() => Assert.Empty(Errors(
        _ => { }, ("Failfast:Defaults:MinimumThroughput", "50"), ("Failfast:Breakers:payments:FailureRatio", "0")));

    [Fact]
    public void For_breakers_without_any_rule_are_named_in_one_line_of_the_log()
    {
        var log = new LogLines();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.AddProvider(log);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast(options =>
        {
            var none = options.Defaults with { ConsecutiveFailures = 0, FailureRatio = 0 };
            options.Breakers["switch"] = none;
            options.Breakers["by-hand-*"] = none;
            options.Breakers["off"] = none with { Enabled = false };
            options.Breakers["slow"] = none with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = 0.5 };
        }));

        builder.Services.BuildServiceProvider().GetRequiredService<SettingsCatalog>();

        var line = Assert.Single(log.All, line => line.Contains("operator", StringComparison.Ordinal));
        Assert.Contains("by-hand-*, switch", line, StringComparison.Ordinal);
        Assert.DoesNotContain("off", line, StringComparison.Ordinal);
        Assert.DoesNotContain("slow", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_dead_setting_is_refused_unless_it_was_in_force_already()
    {
        await using var cluster = await BreakerCluster.Start(
            silos: 1, options => options.Defaults = options.Defaults with { MinimumThroughput = 50 });
        var breaker = cluster.Client.GetBreaker("configured");
        var settings = (await breaker.GetStatus()).Snapshot.Settings;

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => breaker.Configure(settings with { FailureRatio = 0, MinimumThroughput = 60 }));
        Assert.Contains("MinimumThroughput is 60", refused.Message, StringComparison.Ordinal);

        Assert.Equal(0, (await breaker.Configure(settings with { FailureRatio = 0 })).Snapshot.Settings.FailureRatio);
    }

    private static List<string> Errors(Action<FailfastOptions> configure, params (string Key, string Value)[] configuration)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(entry => entry.Key, entry => (string?)entry.Value));
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast(configure));
        using var services = builder.Services.BuildServiceProvider();
        return Record.Exception(() => services.GetRequiredService<IOptions<FailfastOptions>>().Value) is OptionsValidationException refused
            ? [.. refused.Failures]
            : [];
    }
}
