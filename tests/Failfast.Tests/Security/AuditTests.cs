using Failfast.Tests.Page;

namespace Failfast.Tests.Security;

[Collection(PageClusterTests.Name)]
public sealed class AuditTests(PageCluster cluster)
{
    private readonly PageServer _server = cluster.Server;

    [Fact]
    public async Task Every_action_is_one_line()
    {
        await _server.Post("audited/isolate", new { reason = "a move" });
        await _server.Post("audited/close");
        await _server.Post("audited/isolate", new { reason = new string('x', 1025) });
        await _server.Send(HttpMethod.Delete, "audited/settings", ifMatch: "\"old\"");
        await _server.Send(HttpMethod.Put, "audited/settings", new { breakDuration = 8 }, "*");

        var lines = Lines("audited");
        Assert.Equal(5, lines.Count);
        Assert.Equal("Information: anonymous from 127.0.0.1: isolate breaker audited: done, Volatile. Reason: a move", lines[0]);
        Assert.Equal("Information: anonymous from 127.0.0.1: close breaker audited: done, Volatile. Reason: none", lines[1]);
        Assert.StartsWith("Information: anonymous from 127.0.0.1: isolate breaker audited: refused, it makes no sense. Reason: xxx", lines[2], StringComparison.Ordinal);
        Assert.Equal("Information: anonymous from 127.0.0.1: unconfigure breaker audited: refused, the settings have changed. Reason: none", lines[3]);
        Assert.Contains("configure breaker audited: done, Volatile. Reason: {\"consecutiveFailures\":5,", lines[4], StringComparison.Ordinal);
        Assert.Contains("\"breakDuration\":8,", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_can_forge_no_line()
    {
        await _server.Post("audit-forged/isolate", new { reason = "x\r\nInformation: root from 10.0.0.1: close breaker\u2028audit-forged\u202e\u001b[31m" });

        Assert.EndsWith(
            "Reason: x\\u000D\\u000AInformation: root from 10.0.0.1: close breaker\\u2028audit-forged\\u202E\\u001B[31m",
            Assert.Single(Lines("audit-forged")), StringComparison.Ordinal);
    }

    private List<string> Lines(string breaker) => [.. _server.Log.All.Where(line => line.Contains($" breaker {breaker}: ", StringComparison.Ordinal))];
}
