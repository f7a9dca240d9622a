using Failfast.Tests.Page;

namespace Failfast.Tests.Api;

[Collection(PageClusterTests.Name)]
public sealed class CommandTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Fact]
    public async Task Command_takes_effect_everywhere_and_says_so()
    {
        var breaker = cluster.Grains.GetBreaker("api-commands");
        foreach (var (action, state) in new[] { ("isolate", "Isolated"), ("close", "Closed"), ("disable", "Disabled"), ("enable", "Closed") })
        {
            var (status, outcome) = await _server.Post($"api-commands/{action}", new { reason = "why not" });

            Assert.Equal((200, state), (status, outcome.GetProperty("state").GetString()));
            Assert.Equal(Enum.Parse<BreakerState>(state), (await breaker.GetStatus()).Snapshot.State);
        }
    }

    [Fact]
    public async Task Get_tells_state_reason_hosts_failures_and_transitions()
    {
        var breaker = cluster.Grains.GetBreaker("api-details");
        await breaker.Fail(times: 5);
        await Eventually.Is(async () => (await breaker.GetStatus()).Snapshot.State == BreakerState.Open);

        var (_, it) = await _server.Get("api-details");

        Assert.Equal("Open", it.GetProperty("state").GetString());
        Assert.Contains("5 failures in a row", it.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.InRange(it.GetProperty("retryAfter").GetDouble(), 0, 6);
        var cause = it.GetProperty("failureCauses")[0];
        Assert.Equal("TimeoutException", cause.GetProperty("name").GetString());
        Assert.Equal(new TimeoutException().Message, cause.GetProperty("message").GetString());
        Assert.InRange(cause.GetProperty("age").GetDouble(), 0, 20);
        Assert.Equal(it.GetProperty("hosts")[0].GetProperty("name").GetString(), cause.GetProperty("host").GetString());
        Assert.Equal(5, it.GetProperty("hosts")[0].GetProperty("failures").GetInt32());
        Assert.Equal("Rules", it.GetProperty("transitions")[0].GetProperty("actor").GetString());
        Assert.Equal(5, it.GetProperty("settings").GetProperty("values").GetProperty("breakDuration").GetDouble());
    }

    // As the page writes them.
    [Theory]
    [InlineData("~.", ".")]
    [InlineData("~..", "..")]
    [InlineData("~stream", "stream")]
    [InlineData("~Stream", "Stream")]
    [InlineData("settings", "settings")]
    [InlineData("%3A%40_-.", ":@_-.")]
    [InlineData("./a:b@c", "a:b@c")]
    [InlineData("...", "...")]
    public async Task Command_reaches_a_breaker_of_any_legal_name(string segment, string name)
    {
        Assert.Equal(200, (await _server.Post($"{segment}/isolate", new { reason = segment })).Status);

        Assert.Equal(segment, (await cluster.Grains.GetBreaker(name).GetStatus()).Snapshot.Reason);
        Assert.Equal(name, (await _server.Get(segment)).Body.GetProperty("name").GetString());
        Assert.Equal(200, (await _server.Get($"{segment}/settings")).Status);
    }

    [Fact]
    public async Task Command_reaches_a_breaker_of_the_longest_name() =>
        Assert.Equal(200, (await _server.Post($"{new string('x', BreakerName.MaxLength)}/close")).Status);

    [Theory]
    [InlineData("a%20b", "'a b'")]
    [InlineData("a%2Fb", "'a%2Fb'")]
    [InlineData("a%0Aforged", "'a\\u000Aforged'")]
    [InlineData("%C3%A9", "'é'")]
    [InlineData("~", "''")]
    [InlineData("~~a", "'~a'")]
    [InlineData("%3Cscript%3E", "'<script>'")]
    public async Task Command_on_no_name_is_refused_with_the_value_and_the_rule(string segment, string shown)
    {
        foreach (var (status, problem) in new[] { await _server.Post($"{segment}/isolate"), await _server.Get(segment) })
        {
            Assert.Equal(400, status);
            Assert.StartsWith($"{shown} is not a breaker name: use 1 to 128 ASCII letters", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Command_with_too_long_a_reason_is_refused()
    {
        var (status, problem) = await _server.Post("api-long/isolate", new { reason = new string('x', 1025) });

        Assert.Equal(400, status);
        Assert.Equal("The reason has 1025 characters: 1024 are allowed.", problem.GetProperty("detail").GetString());
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("api-long").GetStatus()).Snapshot.State);
    }

    [Theory]
    [InlineData("null", "not null")]
    [InlineData("[]", "at its top")]
    [InlineData("{\"reason\":", "line 1")]
    [InlineData("{\"reason\":5}", "$.reason")]
    [InlineData("{\"until\":\"never\"}", "$.until")]
    [InlineData("{\"till\":5}", "$.till")]
    [InlineData("", "line 1")]
    public async Task Command_with_another_body_is_refused(string body, string detail)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _server.Http.PostAsync("api-body/isolate", content);
        var problem = await PageServer.Read(response);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(BreakerState.Closed, (await cluster.Grains.GetBreaker("api-body").GetStatus()).Snapshot.State);
    }

    [Fact]
    public async Task Command_with_a_huge_body_is_refused() =>
        Assert.Equal(413, (await _server.Post("api-huge/isolate", new { reason = new string('x', 70_000) })).Status);

    [Theory]
    [InlineData("GET", "api-x/isolate")]
    [InlineData("POST", "api-x/explode")]
    [InlineData("PATCH", "api-x/settings")]
    [InlineData("GET", "../nothing")]
    public async Task Request_for_what_is_not_there_is_a_problem(string method, string path) =>
        Assert.Equal(404, (await _server.Send(new HttpMethod(method), path, method == "GET" ? null : new { })).Status);
}
