using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Hosting;

public sealed class SecondSectionTests
{
    [Fact]
    public void AddFailfast_section_of_the_same_path_from_another_root_is_applied_after_the_first()
    {
        var catalog = Catalog(
            new() { ["Failfast:Breakers:payments:ConsecutiveFailures"] = "3", ["Failfast:Breakers:payments:FailureRatio"] = "0.25" },
            new Dictionary<string, string?> { ["Failfast:Breakers:Payments:ConsecutiveFailures"] = "4", ["Failfast:Defaults:BreakDuration"] = "00:00:07" });

        Assert.Equal(
            new BreakerSettings { ConsecutiveFailures = 4, FailureRatio = .25, BreakDuration = TimeSpan.FromSeconds(7) }, catalog.For("payments"));
    }

    [Fact]
    public void AddFailfast_change_of_the_second_root_is_heard()
    {
        var second = new ConfigurationBuilder().AddInMemoryCollection().Build();
        var catalog = Catalog(new Dictionary<string, string?>(), second);

        second["Failfast:Breakers:payments:ConsecutiveFailures"] = "9";
        second.Reload();

        Assert.Equal(9, catalog.For("payments").ConsecutiveFailures);
    }

    private static SettingsCatalog Catalog(Dictionary<string, string?> first, Dictionary<string, string?> second) =>
        Catalog(first, new ConfigurationBuilder().AddInMemoryCollection(second).Build());

    private static SettingsCatalog Catalog(Dictionary<string, string?> first, IConfigurationRoot second)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(first);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast().AddFailfast(second.GetSection("Failfast")));
        return builder.Services.BuildServiceProvider().GetRequiredService<SettingsCatalog>();
    }
}
