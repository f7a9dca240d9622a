using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Hosting;

/// <summary>Configuration knows no case; the names of breakers do.</summary>
public sealed class NameCaseTests
{
    [Fact]
    public void For_settings_of_two_providers_in_different_case_are_those_of_one_breaker()
    {
        var catalog = Catalog(
            [new() { ["Failfast:Breakers:payments:ConsecutiveFailures"] = "3" }, new() { ["FAILFAST:BREAKERS:PAYMENTS:FAILURERATIO"] = "0.25" }]);

        Assert.Equal(new BreakerSettings { ConsecutiveFailures = 3, FailureRatio = .25 }, catalog.For("payments"));
        Assert.Equal(catalog.For("payments"), catalog.For("Payments"));
    }

    [Fact]
    public void For_family_in_another_case_covers_the_name() =>
        Assert.Equal(3, Catalog([new() { ["FAILFAST:BREAKERS:MAIL-*:CONSECUTIVEFAILURES"] = "3" }]).For("mail-eu").ConsecutiveFailures);

    [Fact]
    public void For_key_of_code_that_differs_in_case_only_is_the_same_key()
    {
        var catalog = Catalog(
            [new() { ["Failfast:Breakers:payments:ConsecutiveFailures"] = "3" }],
            options =>
            {
                options.Breakers["Payments"] = options.Defaults with { ConsecutiveFailures = 7 };
                options.ShouldHandle("PAYMENTS", _ => false);
                options.Ignore("payments", _ => true);
            });

        Assert.Equal(7, catalog.For("payments").ConsecutiveFailures);
        Assert.Single(catalog.Options.Breakers);
        Assert.True(catalog.OutcomesOf("Payments") is { Exceptions: not null, Ignored: not null });
    }

    [Fact]
    public async Task GetBreaker_names_that_differ_in_case_only_are_two_breakers_and_one_warning()
    {
        var log = new LogLines();
        await using var cluster = await BreakerCluster.Start(
            silos: 1,
            options => options.Breakers["PAYMENTS"] = options.Defaults with { BreakDuration = TimeSpan.FromSeconds(7) },
            client: client => client.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast", LogLevel.Warning)));
        string[] Warnings() => [.. log.All.Where(line => line.Contains("differ", StringComparison.Ordinal))];

        await cluster.Client.GetBreaker("payments").Succeed();
        await cluster.Client.GetBreaker("payments").Isolate();
        await cluster.Client.GetBreaker("payments").IsSeenAs(BreakerState.Isolated);
        // What configuration spells in its own way is nobody's use.
        Assert.Empty(Warnings());
        for (var i = 0; i < 3; i++)
            await cluster.Client.GetBreaker("Payments").Succeed();

        Assert.Contains("'payments' and 'Payments'", Assert.Single(Warnings()), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), cluster.Client.GetBreaker("Payments").Snapshot.Settings.BreakDuration);
    }

    private static SettingsCatalog Catalog(Dictionary<string, string?>[] providers, Action<FailfastOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        foreach (var provider in providers)
            builder.Configuration.AddInMemoryCollection(provider);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast(configure ?? (_ => { })));
        return builder.Services.BuildServiceProvider().GetRequiredService<SettingsCatalog>();
    }
}
