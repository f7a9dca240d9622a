using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Hosting;

public sealed class NullSettingsTests
{
    [Fact]
    public void AddFailfast_defaults_of_null_are_refused_by_their_place() =>
        Assert.Contains("Defaults is null: give it settings", Refusal(options => options.Defaults = null!), StringComparison.Ordinal);

    [Fact]
    public void AddFailfast_settings_of_null_are_refused_by_their_place_together_with_other_errors()
    {
        var refusal = Refusal(options =>
        {
            options.Breakers["payments"] = null!;
            options.Breakers["mail*"] = null!;
            options.Defaults = new() { FailureRatio = 2 };
        });

        Assert.Contains("Breakers:payments is null: give it settings, or leave it out", refusal, StringComparison.Ordinal);
        Assert.Contains("Breakers:mail* is null", refusal, StringComparison.Ordinal);
        Assert.Contains("FailureRatio is 2", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void AddFailfast_defaults_of_null_are_refused_beside_breakers_that_configuration_names() =>
        Assert.Contains(
            "Defaults is null: give it settings",
            Refusal(options => options.Defaults = null!, ("Failfast:Breakers:payments:ConsecutiveFailures", "3")), StringComparison.Ordinal);

    private static string Refusal(Action<FailfastOptions> configure, params (string Key, string Value)[] configuration)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        foreach (var (key, value) in configuration)
            builder.Configuration[key] = value;
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast(configure));
        using var services = builder.Services.BuildServiceProvider();
        return Assert.Throws<OrleansConfigurationException>(() =>
        {
            foreach (var validator in services.GetServices<IConfigurationValidator>().Where(it => it.GetType().Namespace == "Failfast.Hosting"))
                validator.ValidateConfiguration();
        }).Message;
    }
}
