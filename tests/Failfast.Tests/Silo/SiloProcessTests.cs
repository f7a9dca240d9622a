using Failfast.Silo;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Silo;

[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class SiloProcessTests
{
    [Fact]
    public async Task Host_on_SIGTERM_stops_with_exit_code_0()
    {
        // The signal has no counterpart on Windows.
        if (OperatingSystem.IsWindows())
            return;
        // .NET's configuration takes a value in the same argument, and in the next.
        using var host = new SiloProcess(
            $"--Orleans:Endpoints:SiloPort={FreePort.Next()}", "--Failfast:Defaults:BreakDuration=00:00:03", "--Orleans:Endpoints:GatewayPort", "0");
        await Eventually.Is(
            () => host.Output.Any(line => line.Contains("Active silos: 1", StringComparison.Ordinal)), () => host.Everything, TimeSpan.FromSeconds(60));
        Assert.Contains(host.Output, line => line.Contains("gateway none", StringComparison.Ordinal));

        host.Terminate();

        Assert.True(await host.ExitCode(TimeSpan.FromSeconds(30)) == 0, host.Everything);
    }

    [Theory]
    [InlineData("not ''", "--check-health")]
    [InlineData("not 'somewhere'", "--check-health=somewhere")]
    [InlineData("not 'ftp://there/'", "--check-health", "ftp://there/")]
    public async Task Health_check_without_a_url_says_so_with_exit_code_2(string which, params string[] arguments)
    {
        using var check = new SiloProcess(arguments);

        Assert.Equal(2, await check.ExitCode(TimeSpan.FromSeconds(30)));
        Assert.StartsWith($"--check-health needs a URL of http or https, {which}", Assert.Single(check.Errors), StringComparison.Ordinal);
        Assert.Empty(check.Output);
    }

    [Fact]
    public void Url_of_arguments_that_configure_is_none() =>
        Assert.All([[], ["--Http:Url=http://127.0.0.1:8080"], ["--check-healthy=no"]], (string[] arguments) => Assert.Null(HealthCheck.Url(arguments)));
}
