using System.Text.Json;
using Failfast.Tests.Page;

namespace Failfast.Tests.Api;

[Collection(PageClusterTests.Name)]
public sealed class ListTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Fact]
    public async Task List_has_breakers_worst_first_with_counts_and_pages()
    {
        await cluster.Grains.GetBreaker("api-list-c").GetStatus();
        await cluster.Grains.GetBreaker("api-list-b").Isolate("for a move");
        await cluster.Grains.GetBreaker("api-list-a").Disable();

        var (_, first) = await _server.Get("?prefix=API-LIST-&pageSize=2");
        var (_, second) = await _server.Get($"?prefix=api-list-&pageSize=2&continuation={Uri.EscapeDataString(first.GetProperty("continuation").GetString()!)}");

        Assert.Equal(["api-list-b", "api-list-a"], Names(first));
        Assert.Equal(["api-list-c"], Names(second));
        Assert.Equal(3, first.GetProperty("total").GetInt32());
        Assert.Equal((1, 1, 2), (Count("isolated"), Count("closed"), Count("needAttention")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("continuation").ValueKind);
        var worst = first.GetProperty("breakers")[0];
        Assert.Equal("Isolated", worst.GetProperty("state").GetString());
        Assert.Equal("for a move", worst.GetProperty("reason").GetString());
        Assert.Equal("Operator", worst.GetProperty("lastTransition").GetProperty("actor").GetString());
        Assert.InRange(worst.GetProperty("stateFor").GetDouble(), 0, 60);

        int Count(string state) => first.GetProperty("counts").GetProperty(state).GetInt32();
    }

    [Fact]
    public async Task List_by_states_or_attention_has_only_those()
    {
        await cluster.Grains.GetBreaker("api-chosen-c").GetStatus();
        await cluster.Grains.GetBreaker("api-chosen-b").Isolate();
        await cluster.Grains.GetBreaker("api-chosen-a").Disable();

        Assert.Equal(["api-chosen-a", "api-chosen-c"], Names((await _server.Get("?prefix=api-chosen&state=closed&state=Disabled")).Body));
        Assert.Equal(["api-chosen-b", "api-chosen-a"], Names((await _server.Get("?prefix=api-chosen&attention=true")).Body));
    }

    [Theory]
    [InlineData("pageSize=0", "PageSize is 0: it must be from 1 to 500.")]
    [InlineData("pageSize=501", "PageSize is 501")]
    [InlineData("pageSize=many", "'pageSize' a whole number")]
    [InlineData("attention=maybe", "'attention' is true or false")]
    [InlineData("state=broken", "'broken' is not a state; known are Closed, Open, HalfOpen, Isolated, Disabled")]
    [InlineData("state=1", "'1' is not a state")]
    [InlineData("continuation=nonsense", "Continuation must be that of a page")]
    public async Task List_of_a_query_that_makes_no_sense_says_what_is_wrong(string query, string detail)
    {
        var (status, problem) = await _server.Get($"?{query}");

        Assert.Equal(400, status);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    // There the framework throws what it answers without a word elsewhere.
    [Theory]
    [InlineData("pageSize=many")]
    [InlineData("attention=maybe")]
    [InlineData("state=broken")]
    public async Task List_of_such_a_query_is_a_problem_in_the_environment_Development_too(string query)
    {
        await using var server = await PageServer.Start(cluster.Grains, configure: app => app.Environment.EnvironmentName = "Development");

        using var response = await server.Http.GetAsync($"?{query}");

        Assert.Equal(400, (int)response.StatusCode);
        await PageServer.Read(response);
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
    }

    private static IEnumerable<string?> Names(JsonElement page) =>
        page.GetProperty("breakers").EnumerateArray().Select(breaker => breaker.GetProperty("name").GetString());
}
