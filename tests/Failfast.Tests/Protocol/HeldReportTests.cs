using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>While many reports of a process are under way, those that can wait are held.</summary>
public class HeldReportTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(50));
    private readonly TestHost _host;

    public HeldReportTests() => _host = _grain.AddSettledHost();

    [Fact]
    public void Finish_successes_wait_until_there_is_room()
    {
        _host.Call("SS");
        _grain.Wait(1);

        var held = _host.Session.Finish(_host.Now, mayReport: false);

        Assert.Null(held.Report);
        Assert.True(held.IsHeld);
        // What ends meanwhile goes with it.
        _host.Call("S");
        var sent = _host.Session.Finish(_host.Now);
        Assert.Equal(3, Assert.Single(sent.Report!.Counts).Counts.Successes);
        Assert.False(sent.IsHeld);
    }

    [Fact]
    public void Finish_failure_does_not_wait()
    {
        _host.Call("F");

        Assert.Equal(1, Assert.Single(_host.Session.Finish(_host.Now, mayReport: false).Report!.Counts).Counts.Failures);
    }

    [Fact]
    public void Finish_report_that_the_grain_requests_does_not_wait()
    {
        _host.Session.OnReportRequested();

        Assert.NotNull(_host.Session.Finish(_host.Now, mayReport: false).Report);
    }

    [Fact]
    public void Finish_first_question_waits()
    {
        var fresh = _grain.AddHost();
        fresh.Session.Prefetch(fresh.Now);

        Assert.True(fresh.Session.Finish(fresh.Now, mayReport: false) is { Report: null, IsHeld: true });
    }

    [Fact]
    public void Finish_with_nothing_to_say_holds_nothing()
    {
        Assert.False(_host.Session.Finish(_host.Now, mayReport: false).IsHeld);
    }
}
