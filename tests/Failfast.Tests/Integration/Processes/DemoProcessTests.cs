using System.Text.Json;
using Failfast.Demo;

namespace Failfast.Tests.Integration.Processes;

/// <summary>The demo measures real time.</summary>
[Collection(UndisturbedTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class DemoProcessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Demo_guarded_group_stays_responsive_while_the_bare_one_starves(int hosts)
    {
        using var demo = new DemoProcess("--json", "--seconds", "10", "--hosts", $"{hosts}");

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
    public async Task Demo_bad_command_line_says_so_with_exit_code_2()
    {
        using var demo = new DemoProcess("--hosts", "9");

        Assert.Equal(2, await demo.ExitCode(TimeSpan.FromSeconds(30)));
        Assert.StartsWith("--hosts must be a whole number from 1 to 8, not '9'.", demo.Errors[0], StringComparison.Ordinal);
        Assert.Empty(demo.Output);
    }
}
