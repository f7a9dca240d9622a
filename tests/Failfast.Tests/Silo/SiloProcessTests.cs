using System.Text.Json;
using Failfast.Silo.Demo;
using Failfast.Tests.Cluster;

namespace Failfast.Tests.Silo;

/// <summary>Alone on the machine: the demo measures real time.</summary>
[CollectionDefinition(nameof(SiloProcessTests), DisableParallelization = true)]
[Collection(nameof(SiloProcessTests))]
public sealed class SiloProcessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Demo_guarded_group_stays_responsive_while_the_bare_one_starves(int hosts)
    {
        using var demo = new SiloProcess("--demo", "--json", "--seconds", "10", "--hosts", $"{hosts}");

        Assert.True(await demo.ExitCode(TimeSpan.FromSeconds(90)) == 0, demo.Everything);
        using var json = JsonDocument.Parse(Assert.Single(demo.Output));
        var (guarded, bare) = (json.RootElement.GetProperty("guarded"), json.RootElement.GetProperty("bare"));
        Assert.True(Int(guarded, "served") > Int(bare, "served"), demo.Everything);
        Assert.True(Int(guarded, "max_stuck") < Int(bare, "max_stuck"), demo.Everything);
        Assert.Equal(hosts * DemoPlan.Workers, Int(bare, "max_stuck"));
        Assert.True(guarded.GetProperty("p99_ms").GetDouble() > 0, demo.Everything);
        // 0 on a machine so busy that the healthy service looked slow: the breaker was open already.
        Assert.InRange(json.RootElement.GetProperty("opened_after_ms").GetDouble(), 0, 2000);

        static int Int(JsonElement group, string name) => group.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Host_on_SIGTERM_stops_with_exit_code_0()
    {
        // The signal has no counterpart on Windows.
        if (OperatingSystem.IsWindows())
            return;
        using var host = new SiloProcess(
            $"--Orleans:Endpoints:SiloPort={FreePort()}", "--Orleans:Endpoints:GatewayPort=0", "--Failfast:Defaults:BreakDuration=00:00:03");
        await Eventually.Is(
            () => host.Output.Any(line => line.Contains("Active silos: 1", StringComparison.Ordinal)), () => host.Everything, TimeSpan.FromSeconds(60));

        host.Terminate();

        Assert.True(await host.ExitCode(TimeSpan.FromSeconds(30)) == 0, host.Everything);
    }

    [Fact]
    public async Task Host_bad_command_line_says_so_with_exit_code_2()
    {
        using var host = new SiloProcess("--hosts", "3");

        Assert.Equal(2, await host.ExitCode(TimeSpan.FromSeconds(30)));
        Assert.Contains("--hosts belongs to the demo", host.Everything, StringComparison.Ordinal);
        Assert.Empty(host.Output);
    }

    private static string FreePort() => SiloPlace.Pick(1)[0]["Orleans:Endpoints:SiloPort"]!;
}
