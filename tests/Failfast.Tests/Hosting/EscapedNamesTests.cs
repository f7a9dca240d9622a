using Failfast.GrainCalls;
using Failfast.Tests.GrainCalls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Failfast.Tests.Hosting;

/// <summary>A name with a line break in it must not write a line of its own into a log.</summary>
public sealed class EscapedNamesTests
{
    private const string Bad = "a\r\nWARN b\u0007\u2028c";
    private const string Shown = @"a\u000D\u000AWARN b\u0007\u2028c";

    [Fact]
    public void Check_control_characters_are_escaped() =>
        IsEscaped(Assert.Throws<ArgumentException>(() => BreakerName.Check(Bad)).Message);

    [Fact]
    public void Validate_control_characters_in_keys_values_and_the_hosts_name_are_escaped()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Failfast:Breakers:{Bad}1:ConsecutiveFailures"] = "3",
            [$"Failfast:{Bad}2"] = "3",
            ["Failfast:Defaults:ConsecutiveFailures"] = Bad + "3",
        });
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast(options =>
        {
            options.HostName = Bad;
            options.Ignore(Bad + "4", _ => false);
        }));
        using var services = builder.Services.BuildServiceProvider();

        var failures = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<FailfastOptions>>().Value).Failures.ToList();

        Assert.Equal(5, failures.Count);
        Assert.Contains(failures, failure => failure.StartsWith("HostName must", StringComparison.Ordinal));
        Assert.All(failures.Where(failure => !failure.StartsWith("HostName", StringComparison.Ordinal)), IsEscaped);
    }

    [Fact]
    public void Errors_control_characters_in_an_attribute_are_escaped() => IsEscaped(
        GuardedTypes.NameError(new GuardMark(typeof(IGuardedGrain), Bad))!);

    private static void IsEscaped(string message)
    {
        Assert.Contains(Shown, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, character => char.IsControl(character) || character == '\u2028');
    }
}
