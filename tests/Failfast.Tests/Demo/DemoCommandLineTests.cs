using Failfast.Demo;

namespace Failfast.Tests.Demo;

public sealed class DemoCommandLineTests
{
    [Theory]
    [InlineData(1, 30, false)]
    [InlineData(3, 12, true, "--hosts", "3", "--seconds", "12", "--json")]
    [InlineData(3, 12, true, "--json", "--hosts=3", "--seconds=12")]
    public async Task Run_options_are_taken_in_both_forms(int hosts, int seconds, bool json, params string[] arguments)
    {
        var (code, options, errors) = await Run(arguments);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(new() { Hosts = hosts, Seconds = seconds, Json = json }, options);
    }

    [Theory]
    [InlineData("--hosts must be a whole number from 1 to 8, not '0'. Give one, or leave --hosts out for 1.", "--hosts", "0")]
    [InlineData("--hosts must be a whole number from 1 to 8, not '9'.", "--hosts=9")]
    [InlineData("--hosts must be a whole number from 1 to 8, not 'many'.", "--hosts", "many")]
    [InlineData("--seconds must be a whole number from 10 to 600, not '2.5'. Give one, or leave --seconds out for 30.", "--seconds", "2.5")]
    [InlineData("--seconds must be a whole number from 10 to 600, not '+12'.", "--seconds=+12")]
    [InlineData("--hosts must be a whole number from 1 to 8, and none was given.", "--hosts")]
    [InlineData("--hosts must be a whole number from 1 to 8, and none was given.", "--hosts", "--json")]
    [InlineData("Flags cannot be assigned a value.", "--json=yes")]
    [InlineData("Unknown option 'wat'.", "--wat")]
    [InlineData("Unknown command 'demo'.", "demo")]
    [InlineData("Unknown option 'Orleans'.", "--Orleans:ClusterId=a")]
    public async Task Run_a_mistake_names_the_argument_and_what_is_allowed(string error, params string[] arguments)
    {
        var (code, options, errors) = await Run(arguments);

        Assert.Equal(2, code);
        Assert.Null(options);
        Assert.StartsWith(error, errors, StringComparison.Ordinal);
        Assert.Contains("The options are --hosts N (1 to 8), --seconds N (10 to 600) and --json; --help", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_help_wins()
    {
        var (code, options, errors) = await Run("--hosts", "99", "--help");

        Assert.Equal((0, ""), (code, errors));
        Assert.Null(options);
    }

    private static async Task<(int Code, DemoOptions? Options, string Errors)> Run(params string[] arguments)
    {
        DemoOptions? taken = null;
        await using var errors = new StringWriter();
        var code = await DemoApp.Run(
            arguments,
            options =>
            {
                taken = options;
                return Task.FromResult(0);
            },
            errors);
        return (code, taken, errors.ToString());
    }
}
