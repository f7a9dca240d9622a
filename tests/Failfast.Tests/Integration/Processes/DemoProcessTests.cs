using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Failfast.Demo;

namespace Failfast.Tests.Integration.Processes;

/// <summary>The demo measures real time.</summary>
[Collection(UndisturbedTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed partial class DemoProcessTests
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
    public async Task Demo_serves_a_page_whose_address_it_prints_and_by_which_its_breaker_is_steered()
    {
        using var demo = new DemoProcess("--seconds", "20");
        using var http = new HttpClient();
        var page = "";
        await Eventually.Is(() => (page = PageAddress().Match(demo.Everything).Value).Length > 0, () => demo.Everything, TimeSpan.FromSeconds(60));

        Assert.Contains("Failfast", await http.GetStringAsync(new Uri(page)), StringComparison.Ordinal);
        await Eventually.Is(
            async () => (await http.GetStringAsync(new Uri($"{page}api/breakers"))).Contains($"\"{DemoPlan.Breaker}\"", StringComparison.Ordinal),
            () => demo.Everything, TimeSpan.FromSeconds(60));
        http.DefaultRequestHeaders.Add("X-Failfast", "1");
        foreach (var (action, state) in new[] { ("isolate", "Isolated"), ("close", "Closed") })
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"{page}api/breakers/{DemoPlan.Breaker}/{action}"), new { reason = "by hand" });
            Assert.Contains($"\"state\":\"{state}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Demo_bad_command_line_says_so_with_exit_code_2()
    {
        using var demo = new DemoProcess("--hosts", "9");

        Assert.Equal(2, await demo.ExitCode(TimeSpan.FromSeconds(30)));
        Assert.StartsWith("--hosts must be a whole number from 1 to 8, not '9'.", demo.Errors[0], StringComparison.Ordinal);
        Assert.Empty(demo.Output);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/failfast/")]
    private static partial Regex PageAddress();
}
