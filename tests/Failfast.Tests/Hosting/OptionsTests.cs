using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Failfast.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void AddFailfast_without_configuration_has_the_documented_defaults()
    {
        var catalog = Catalog([], _ => { });

        Assert.Equal(new BreakerSettings(), catalog.For("anything"));
    }

    [Fact]
    public void AddFailfast_configuration_names_breakers_and_families_and_starts_from_the_defaults()
    {
        var catalog = Catalog(new()
        {
            ["Failfast:Defaults:BreakDuration"] = "00:00:07",
            ["Failfast:Breakers:payments:ConsecutiveFailures"] = "3",
            ["Failfast:Breakers:pay*:ConsecutiveFailures"] = "4",
            ["Failfast:Breakers:pa*:ConsecutiveFailures"] = "6",
            ["Failfast:LeaseDuration"] = "00:00:20",
        });

        Assert.Equal(3, catalog.For("payments").ConsecutiveFailures);
        Assert.Equal(4, catalog.For("paypal").ConsecutiveFailures);
        Assert.Equal(6, catalog.For("parcels").ConsecutiveFailures);
        Assert.Equal(5, catalog.For("mail").ConsecutiveFailures);
        Assert.All(["payments", "paypal", "mail"], name => Assert.Equal(TimeSpan.FromSeconds(7), catalog.For(name).BreakDuration));
        Assert.Equal(TimeSpan.FromSeconds(20), catalog.Options.LeaseDuration);
    }

    [Fact]
    public void AddFailfast_code_comes_after_configuration_and_its_defaults_reach_configured_breakers()
    {
        var catalog = Catalog(
            new() { ["Failfast:Breakers:payments:ConsecutiveFailures"] = "3", ["Failfast:Defaults:MinimumHosts"] = "2" },
            options =>
            {
                options.Defaults = options.Defaults with { BreakDuration = TimeSpan.FromSeconds(9) };
                options.Breakers["mail"] = options.Defaults with { ConsecutiveFailures = 1 };
            });

        Assert.Equal(new BreakerSettings { ConsecutiveFailures = 3, MinimumHosts = 2, BreakDuration = TimeSpan.FromSeconds(9) }, catalog.For("payments"));
        Assert.Equal(1, catalog.For("mail").ConsecutiveFailures);
    }

    [Fact]
    public void AddFailfast_empty_value_turns_an_optional_setting_off()
    {
        var catalog = Catalog(new()
        {
            ["Failfast:Defaults:SlowCallDuration"] = "00:00:01",
            ["Failfast:Breakers:batch:SlowCallDuration"] = "",
        });

        Assert.Null(catalog.For("batch").SlowCallDuration);
        Assert.Equal(TimeSpan.FromSeconds(1), catalog.For("other").SlowCallDuration);
    }

    [Fact]
    public void AddFailfast_bad_settings_are_all_named_in_one_message_at_start()
    {
        var services = Services(
            new()
            {
                ["Failfast:Breakers:payments:BreakDuratoin"] = "00:00:05",
                ["Failfast:Breakers:payments:MinimumThroughput"] = "many",
                ["Failfast:Breakers:payments:SamplingDuration"] = "5 seconds",
                ["Failfast:ReportIntervall"] = "00:00:01",
            },
            options =>
            {
                options.Breakers["a/b"] = new();
                options.Defaults = new() { FailureRatio = 2, BreakDuration = TimeSpan.FromMinutes(5) };
                options.LeaseDuration = TimeSpan.FromSeconds(1);
            });

        var refused = Assert.Throws<OrleansConfigurationException>(() =>
        {
            foreach (var validator in services.GetServices<IConfigurationValidator>().Where(it => it.GetType().Namespace == "Failfast.Hosting"))
                validator.ValidateConfiguration();
        });

        Assert.Contains("Failfast:Breakers:payments:BreakDuratoin is not a setting", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MinimumThroughput is 'many'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("write 00:00:05 for five seconds", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Failfast:ReportIntervall is not a setting", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'a/b' is not a breaker name", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FailureRatio is 2: it must be from 0 to 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBreakDuration (00:01:00) is shorter than BreakDuration (00:05:00)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseDuration is 00:00:01: it must be from 00:00:02", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Failfast":{"Defaults":{"SlowCallsAreFailures":true}}}""", "Failfast:Defaults:SlowCallsAreFailures is no longer a setting")]
    [InlineData("""{"Failfast":{"Breakers":{"pay*":{"slowcallsarefailures":"false"}}}}""", "set SlowCallRatio (0.5 was its default)")]
    [InlineData("""{"Failfast":{"Defaults":{"CallTimeout":"00:00:05","ProbeTimeout":"00:00:04"}}}""", "ProbeTimeout (00:00:04) is shorter than CallTimeout (00:00:05)")]
    public void AddFailfast_settings_of_an_earlier_version_are_refused_and_say_what_to_write(string json, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => CatalogOf(json));
        Assert.Contains(message, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Failfast":{"Breakers":{"payments":{"Enabled":null}}}}""", "payments:Enabled is null: that is no Boolean")]
    [InlineData("""{"Failfast":{"Defaults":{"ConsecutiveFailures":[3]}}}""", "Defaults:ConsecutiveFailures is a section: that is no Int32")]
    [InlineData("""{"Failfast":{"Defaults":{"BreakDuration":{}}}}""", "BreakDuration is null: that is no TimeSpan (write 00:00:05")]
    [InlineData("""{"Failfast":{"Defaults":{"CallTimeout":{"Seconds":"5"}}}}""", "CallTimeout is a section: that is no TimeSpan")]
    [InlineData("""{"Failfast":{"Defaults":{"FailureRatio":""}}}""", "FailureRatio is '': that is no Double")]
    [InlineData("""{"Failfast":{"LeaseDuration":null}}""", "LeaseDuration is null: that is no TimeSpan")]
    public void AddFailfast_configuration_that_is_no_value_is_refused_and_turns_nothing_off(string json, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => CatalogOf(json));
        Assert.Contains(message, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AddFailfast_null_turns_an_optional_setting_off() =>
        Assert.Null(CatalogOf("""{"Failfast":{"Defaults":{"CallTimeout":null}}}""").For("any").CallTimeout);

    [Fact]
    public async Task AddFailfast_bad_settings_keep_the_client_from_starting()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(FreePort.Next())
            .AddFailfast(options => options.Defaults = new() { FailureRatio = 2 }));

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });

        Assert.Contains("FailureRatio is 2: it must be from 0 to 1", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddFailfast_bad_settings_keep_the_silo_from_starting()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next()).AddFailfast(options => options.ColdStartBudget = TimeSpan.Zero));

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });

        Assert.Contains("ColdStartBudget is 00:00:00", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddFailfast_twice_registers_nothing_twice()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration["Failfast:Nonsense"] = "1";
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast());
        var once = builder.Services.Count;
        builder.UseOrleans(silo => silo.AddFailfast());

        Assert.Equal(once, builder.Services.Count);
        using var host = builder.Build();
        var refused = Assert.Throws<OptionsValidationException>(() => { _ = host.Services.GetRequiredService<IOptions<FailfastOptions>>().Value; });
        Assert.Single(refused.Failures);
    }

    [Fact]
    public void AddFailfast_twice_on_a_client_registers_nothing_twice()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering().AddFailfast());
        var once = builder.Services.Count;
        builder.UseOrleansClient(client => client.AddFailfast());

        Assert.Equal(once, builder.Services.Count);
    }

    private static SettingsCatalog CatalogOf(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return Catalog(configuration.AsEnumerable().ToDictionary(entry => entry.Key, entry => entry.Value));
    }

    private static SettingsCatalog Catalog(Dictionary<string, string?> configuration, Action<FailfastOptions>? configure = null) =>
        Services(configuration, configure).GetRequiredService<SettingsCatalog>();

    private static ServiceProvider Services(Dictionary<string, string?> configuration, Action<FailfastOptions>? configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            if (configure is null)
                silo.AddFailfast();
            else
                silo.AddFailfast(configure);
        });
        return builder.Services.BuildServiceProvider();
    }
}
