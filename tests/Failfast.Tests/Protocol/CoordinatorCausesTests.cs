using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>What made the failures is told, and tells nothing that is not so.</summary>
public class CoordinatorCausesTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5));

    [Fact]
    public void Report_that_opens_the_breaker_names_the_commonest_cause_of_the_failing_hosts()
    {
        var hosts = Meet(3);

        Report(hosts[0], "FF", Cause("HttpRequestException", 2));
        // Of an earlier generation: no failure of this host is among those that open the breaker.
        Report(hosts[1], "S", Cause("SocketException", 9));
        Report(hosts[2], "FFFFF", Cause("TimeoutException", 2), Cause("HttpRequestException", 3));
        _grain.Confirm();

        Assert.Equal("5 failures in a row: HttpRequestException", _grain.Coordinator.State.Reason);
    }

    [Fact]
    public void Report_of_slow_calls_that_opens_the_breaker_names_no_cause()
    {
        var grain = new TestGrain(Policy.Slow(.5, 2));
        var host = grain.AddHost();
        host.Call("S");
        grain.Settle();
        host.Call("L");

        grain.Report(host.Protocol.NextReport(host.Now)! with { Causes = [Cause("TimeoutException", 2)] });

        Assert.Equal(BreakerState.Open, grain.State);
        Assert.EndsWith("were slow in 30 s", grain.Coordinator.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Causes_are_those_of_all_hosts_the_commonest_first_and_no_older_than_the_window()
    {
        var hosts = Meet(2);
        Report(hosts[0], "F", Cause("A", 1), Cause("B", 2));
        Assert.Equal(["B 2", "A 1"], Told());

        // The whole list each time: a report that comes twice changes nothing.
        Report(hosts[1], "F", Cause("A", 4));
        Report(hosts[1], "F", Cause("A", 4));
        Assert.Equal(["A 5", "B 2"], Told());

        _grain.Wait(29);
        Report(hosts[1], "F", Cause("C", 1));
        _grain.Wait(2);
        Assert.Equal(["C 1"], Told());
    }

    [Fact]
    public void Causes_tell_the_latest_failure_of_all_hosts_where_it_was_and_how_long_ago()
    {
        var hosts = Meet(2);
        Report(hosts[0], "F", Cause("A", 1) with { Message = "earlier", Age = TimeSpan.FromSeconds(1) });
        Report(hosts[1], "F", Cause("A", 1) with { Message = "later", Age = TimeSpan.FromSeconds(.5), Host = "a lie" });
        _grain.Wait(3);

        var cause = Assert.Single(_grain.Coordinator.Causes(_grain.Now));
        Assert.Equal((2, "later", _grain.Coordinator.Hosts.NameOf(hosts[1].Id)), (cause.Count, cause.Message, cause.Host));
        Assert.Equal(3.5, cause.Age!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void Report_with_causes_that_cannot_be_true_is_counted_without_them()
    {
        var host = Meet(1)[0];
        FailureCause[][] nonsense =
        [
            [Cause("", 1)], [Cause(new string('x', 129), 1)], [Cause("A\nB", 1)], [Cause("A", 0)], [Cause("A", -1)], [Cause("A", long.MaxValue)],
            [Cause("A", 1) with { Message = "A\nB" }], [Cause("A", 1) with { Message = new string('x', 201) }],
            [Cause("A", 1) with { Age = TimeSpan.FromTicks(-1) }], [Cause("A", 1) with { Age = TimeSpan.MaxValue }],
            [null!], [.. Enumerable.Range(0, 6).Select(i => Cause($"{i}", 1))],
        ];

        foreach (var causes in nonsense)
            Report(host, "SF", causes);

        Assert.Empty(Told());
        Assert.Equal(nonsense.Length, _grain.Coordinator.Refused);
        Assert.Equal(nonsense.Length, _grain.Total().Failures);
    }

    private static FailureCause Cause(string name, long count) => new() { Name = name, Count = count };

    private List<string> Told() => [.. _grain.Coordinator.Causes(_grain.Now).Select(cause => $"{cause.Name} {cause.Count}")];

    private TestHost[] Meet(int count)
    {
        var hosts = _grain.AddHosts(count);
        foreach (var host in hosts)
            host.Call("S");
        _grain.Settle();
        _grain.Wait(3);
        return hosts;
    }

    private void Report(TestHost host, string calls, params FailureCause[] causes)
    {
        _grain.Wait(1.1);
        host.Call(calls);
        var reply = _grain.Report(host.Protocol.NextReport(host.Now)! with { Causes = causes });
        host.Protocol.ReportAnswered(reply, host.Now);
    }
}
