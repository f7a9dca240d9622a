using Failfast.Silo;

namespace Failfast.Tests.Silo;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_nothing_runs_the_host()
    {
        var line = CommandLine.Parse([]);

        Assert.Null(line.Error);
        Assert.Equal(RunMode.Host, line.Mode);
    }

    [Theory]
    [InlineData("--demo", "--hosts", "3", "--seconds", "12", "--json")]
    [InlineData("--json", "--hosts=3", "--seconds=12", "--demo")]
    public void Parse_demo_options_are_taken_in_both_forms(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments);

        Assert.Null(line.Error);
        Assert.Equal(RunMode.Demo, line.Mode);
        Assert.Equal(new() { Hosts = 3, Seconds = 12, Json = true }, line.Demo);
    }

    [Theory]
    [InlineData("'--wat' is not known. Allowed are --demo,", "--wat")]
    [InlineData("'demo' is not known", "demo")]
    [InlineData("'--Orleans:ClusterId' is not known", "--Orleans:ClusterId")]
    [InlineData("--hosts must be a whole number from 1 to 8, and none was given.", "--demo", "--hosts")]
    [InlineData("--hosts must be a whole number from 1 to 8, not '0'.", "--demo", "--hosts", "0")]
    [InlineData("--hosts must be a whole number from 1 to 8, not '9'.", "--demo", "--hosts=9")]
    [InlineData("--hosts must be a whole number from 1 to 8, not 'many'.", "--demo", "--hosts", "many")]
    [InlineData("--seconds must be a whole number from 10 to 600, not '2.5'.", "--demo", "--seconds", "2.5")]
    [InlineData("--json takes no value, but 'yes' was given.", "--demo", "--json=yes")]
    [InlineData("--check-health needs a URL", "--check-health")]
    [InlineData("--check-health needs a URL", "--check-health=somewhere")]
    [InlineData("--hosts belongs to the demo: add --demo.", "--hosts", "2")]
    [InlineData("'--Orleans:ClusterId=a' has no effect with --demo", "--demo", "--Orleans:ClusterId=a")]
    public void Parse_a_mistake_names_the_argument_and_what_is_allowed(string error, params string[] arguments) =>
        Assert.StartsWith(error, CommandLine.Parse(arguments).Error, StringComparison.Ordinal);

    [Fact]
    public void Parse_configuration_goes_to_the_host()
    {
        var line = CommandLine.Parse(["--Orleans:ClusterId=a=b", "--environment=Staging"]);

        Assert.Null(line.Error);
        Assert.Equal(["--Orleans:ClusterId=a=b", "--environment=Staging"], line.Configuration);
    }

    [Fact]
    public void Parse_help_wins() => Assert.Equal(RunMode.Help, CommandLine.Parse(["--demo", "--help", "--wat"]).Mode);
}
