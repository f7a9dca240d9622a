using Failfast.Contract;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>What a host says, when, and how often.</summary>
public class HostReportingTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(50));
    private readonly TestHost _host;

    public HostReportingTests() => _host = _grain.AddSettledHost();

    [Fact]
    public void NextReport_idle_host_says_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _grain.Wait(1);
            Assert.Null(_host.Protocol.NextReport(_host.Now));
        }
    }

    [Fact]
    public void NextReport_successes_once_an_interval()
    {
        var reports = 0;
        for (var ms = 0; ms < 10_000; ms += 10)
        {
            _host.Call("S");
            reports += _host.Report() ? 1 : 0;
            _grain.Wait(.01);
        }

        Assert.InRange(reports, 9, 10);
        _grain.Wait(1);
        _grain.Settle();
        Assert.Equal(1_001, _grain.Total().Successes);
    }

    [Theory]
    [InlineData("F")]
    [InlineData("L")]
    public void NextReport_failure_or_slow_call_at_once(string call)
    {
        _host.Call(call);
        Assert.Equal(1, _host.Protocol.NextReport(_host.Now)!.Counts.Sum(entry => entry.Counts.Calls));
    }

    [Fact]
    public void NextReport_one_in_flight()
    {
        _host.Call("F");
        var first = _host.Protocol.NextReport(_host.Now)!;
        _host.Call("FF");
        _grain.Wait(5);
        Assert.Null(_host.Protocol.NextReport(_host.Now));
        _host.Protocol.ReportAnswered(_grain.Report(first), _host.Now);
        Assert.Equal(2, _host.Protocol.NextReport(_host.Now)!.Counts.Sum(entry => entry.Counts.Failures));
    }

    [Fact]
    public void NextReport_unacknowledged_counts_go_again_under_the_same_number()
    {
        _host.Call("FF");
        var first = _host.Protocol.NextReport(_host.Now)!;
        _host.Protocol.ReportUnanswered(_host.Now);
        _host.Call("F");
        _grain.Wait(.25);
        var second = _host.Protocol.NextReport(_host.Now)!;

        Assert.Equal(first.Sequence, second.Sequence);
        Assert.Equal(Calls.Of("FF"), Assert.Single(second.Counts).Counts);
        _host.Protocol.ReportAnswered(_grain.Report(second), _host.Now);
        _grain.Wait(.05);
        var third = _host.Protocol.NextReport(_host.Now)!;
        Assert.Equal((first.Sequence + 1, Calls.Of("F")), (third.Sequence, Assert.Single(third.Counts).Counts));
    }

    [Fact]
    public void NextReport_successes_left_behind_by_a_resend_follow()
    {
        _host.Call("S");
        _grain.Wait(1);
        _host.Protocol.NextReport(_host.Now);
        _host.Call("SS");
        _host.Protocol.ReportUnanswered(_host.Now);
        for (var i = 0; i < 3; i++)
        {
            _grain.Wait(1);
            _grain.Settle();
        }

        Assert.Equal(4, _grain.Total().Successes);
    }

    [Fact]
    public void NextReport_new_incarnation_gets_the_whole_window_with_ages()
    {
        _host.Call("F");
        _grain.Settle();
        _grain.Wait(5);
        _host.Call("FF");
        _grain.Settle();
        _host.Protocol.Apply(_grain.Coordinator.Snapshot(_grain.Now) with { Stamp = new(7, 0) }, _host.Now);
        _grain.Wait(.05);

        var report = _host.Protocol.NextReport(_host.Now)!;

        Assert.Equal(3, report.Counts.Sum(entry => entry.Counts.Failures));
        Assert.Equal([6.05, .05], report.Counts.Select(entry => Math.Round(entry.Age.TotalSeconds, 3)));
        Assert.Equal(new Stamp(7, 0), report.Remembered!.Stamp);
    }

    [Fact]
    public void NextReport_counts_older_than_the_window_are_dropped()
    {
        _host.Call("FF");
        _host.Protocol.NextReport(_host.Now);
        _host.Protocol.ReportUnanswered(_host.Now);
        _grain.Wait(30);
        Assert.Empty(_host.Protocol.NextReport(_host.Now)!.Counts);
    }

    [Fact]
    public void NextReport_asked_answers_at_once_even_with_nothing_to_say()
    {
        _host.Protocol.WantReport();
        Assert.Empty(_host.Protocol.NextReport(_host.Now)!.Counts);
    }

    [Fact]
    public void NextReport_asked_while_in_flight_reports_again_after_the_answer()
    {
        _host.Call("F");
        var first = _host.Protocol.NextReport(_host.Now)!;
        _host.Protocol.WantReport();
        _host.Protocol.ReportAnswered(_grain.Report(first), _host.Now);
        Assert.NotNull(_host.Protocol.NextReport(_host.Now));
    }

    [Fact]
    public void NextReport_rejected_calls_keep_the_host_in_touch()
    {
        _grain.Operate(new Failfast.Machine.BreakerEvent.Isolated(null));
        _host.Protocol.Noticed();
        _grain.Wait(1);
        Assert.NotNull(_host.Protocol.NextReport(_host.Now));
    }

    [Fact]
    public void NextReport_says_who_and_what_is_remembered()
    {
        _host.Call("F");
        var report = _host.Protocol.NextReport(_host.Now)!;
        Assert.Equal((_host.Id, "host-1", 0L), (report.Host, report.HostName!, report.Generation));
        Assert.Equal(_grain.Coordinator.Stamp, report.Remembered!.Stamp);
    }
}
