using Failfast.Tests.Page;

namespace Failfast.Tests.Api;

/// <summary>Isolation for a time, reset, and commands on a family.</summary>
[Collection(PageClusterTests.Name)]
public sealed class LastingCommandTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Fact]
    public async Task Isolate_for_a_time_says_when_calls_are_tried_again()
    {
        Assert.Equal(200, (await _server.Post("api-for/isolate", new { reason = "maintenance", @for = 900 })).Status);
        Assert.InRange((await _server.Get("api-for")).Body.GetProperty("retryAfter").GetDouble(), 800, 900);

        Assert.Equal(200, (await _server.Post("api-for/isolate", new { reason = "longer", until = TimeProvider.System.GetUtcNow().AddHours(2) })).Status);
        Assert.InRange((await _server.Get("api-for")).Body.GetProperty("retryAfter").GetDouble(), 7_000, 7_200);
    }

    [Theory]
    [InlineData("isolate", "{\"for\":0.5}", "from 1 second to 366 days")]
    [InlineData("isolate", "{\"for\":-5}", "from 1 second to 366 days")]
    [InlineData("isolate", "{\"for\":5,\"until\":\"2100-01-01T00:00:00Z\"}", "not both")]
    [InlineData("isolate", "{\"until\":\"2020-01-01T00:00:00Z\"}", "in the future")]
    [InlineData("close", "{\"for\":5}", "belong to isolate")]
    public async Task Time_that_makes_no_sense_is_refused_and_nothing_changes(string action, string body, string detail)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _server.Http.PostAsync($"api-times/{action}", content);
        var problem = await PageServer.Read(response);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("api-times").GetStatus()).Snapshot.State);
    }

    [Fact]
    public async Task Reset_undoes_isolation_and_settings()
    {
        var breaker = cluster.Grains.GetBreaker("api-reset");
        await breaker.Configure((await breaker.GetStatus()).Snapshot.Settings with { BreakDuration = TimeSpan.FromSeconds(33) });
        await breaker.Isolate("held");

        var (status, outcome) = await _server.Post("api-reset/reset");

        Assert.Equal((200, "Closed"), (status, outcome.GetProperty("state").GetString()));
        Assert.False((await breaker.GetStatus()).SettingsAreOverridden);
    }

    [Fact]
    public async Task Command_on_a_family_reaches_those_that_begin_alike_and_no_others()
    {
        foreach (var name in new[] { "fam-a", "fam-b", "FAM-c", "fame" })
            await cluster.Grains.GetBreaker(name).GetStatus();

        var (status, outcome) = await _server.Post("../families/fam-*/isolate", new { reason = "all of them" });

        Assert.True(status == 200, $"{outcome}");
        Assert.Equal(2, outcome.GetProperty("done").GetInt32());
        Assert.Equal(BreakerState.Isolated, (await cluster.Grains.GetBreaker("fam-b").GetStatus()).Snapshot.State);
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("FAM-c").GetStatus()).Snapshot.State);
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("fame").GetStatus()).Snapshot.State);
        Assert.Equal(2, (await _server.Post("../families/fam-*/reset")).Body.GetProperty("done").GetInt32());
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("fam-b").GetStatus()).Snapshot.State);
    }

    [Theory]
    [InlineData("fam-")]
    [InlineData("f m*")]
    [InlineData("*fam*")]
    public async Task Command_on_no_family_is_refused_with_the_value(string pattern)
    {
        var (status, problem) = await _server.Post($"../families/{Uri.EscapeDataString(pattern)}/isolate");

        Assert.Equal(400, status);
        Assert.StartsWith($"'{pattern}' is not a family", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
