using System.Net;
using System.Net.Sockets;
using Failfast.Silo;
using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Silo;

/// <summary>Whatever keeps a silo from starting is one readable line, and exit code 1.</summary>
[Collection(ReadySiloTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class StartFailureTests
{
    [Theory]
    [InlineData("Known Clustering providers", "--Orleans:Clustering:ProviderType=Nonsense")]
    [InlineData("No credentials specified", "--Orleans:Clustering:ProviderType=AzureTableStorage")]
    [InlineData("Invalid url: 'nonsense'.", "--Http:Url=nonsense")]
    [InlineData("BreakDuration is -00:00:01", "--Failfast:Defaults:BreakDuration=-00:00:01")]
    [InlineData("DirectoryNotFoundException: /nowhere/", "--contentRoot=/nowhere")]
    [InlineData("It was not possible to connect", "--Orleans:Clustering:ProviderType=Redis", "--Orleans:Clustering:ConnectionString=127.0.0.1:1,connectTimeout=200")]
    public Task Host_that_can_not_start_says_why_in_one_line(string why, params string[] arguments) => IsRefused(why, arguments);

    [Fact]
    public async Task Host_whose_port_is_taken_says_so_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await IsRefused($"{port}", $"--Http:Url=http://127.0.0.1:{port}");
        await IsRefused("ddress already in use", $"--Orleans:Endpoints:SiloPort={port}", "--Orleans:Endpoints:GatewayPort=0");
    }

    [Fact]
    public void Describe_says_each_reason_once_and_on_one_line()
    {
        var inner = new IOException("the disk\r\n  is full");
        var error = new AggregateException(new InvalidOperationException("no start", new IOException("again: the disk is full.", inner)));

        Assert.Equal("The silo can't start: no start. again: the disk is full.", StartFailure.Describe(error));
    }

    private static async Task IsRefused(string why, params string[] arguments)
    {
        using var host = new SiloProcess(arguments);

        Assert.True(await host.ExitCode(TimeSpan.FromSeconds(90)) == 1, host.Everything);
        var line = Assert.Single(host.Errors);
        Assert.StartsWith("The silo can't start: ", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Output, said => said.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }
}
