using Failfast.Contract;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Ask before opening, between the grain and its hosts.</summary>
public class CoordinatorAskTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5));
    private readonly TestHost _bad;
    private readonly TestHost _healthy;
    private readonly TestHost _alsoHealthy;

    public CoordinatorAskTests()
    {
        var hosts = _grain.AddHosts(3);
        (_bad, _healthy, _alsoHealthy) = (hosts[0], hosts[1], hosts[2]);
        foreach (var host in hosts)
            host.Call("S");
        _grain.Settle();
        _grain.Wait(1);
        _grain.Settle();
        _grain.Wait(.5);
    }

    [Fact]
    public void Report_bad_host_makes_the_grain_ask_the_silent_ones()
    {
        _bad.Call("FFFFF");
        _grain.Settle();
        Assert.Equal(BreakerState.Closed, _grain.State);
        Assert.Equal([_healthy.Id, _alsoHealthy.Id], _grain.Asked.Order());
    }

    [Fact]
    public void Report_run_after_successes_in_the_same_report_is_asked_about_too()
    {
        // The bad host spoke before the healthy ones did; the run began after.
        _bad.Call("S");
        _grain.Wait(.2);
        _healthy.Protocol.Asked();
        _alsoHealthy.Protocol.Asked();
        _healthy.Report();
        _alsoHealthy.Report();
        _grain.Wait(.2);
        _bad.Call("FFFFF");
        _grain.Settle();
        Assert.Equal(BreakerState.Closed, _grain.State);
        Assert.Equal(2, _grain.Asked.Count);
    }

    [Fact]
    public void Report_success_of_an_asked_host_objects()
    {
        _healthy.Call("S");
        _bad.Call("FFFFF");
        _grain.Settle();
        Answer(_healthy);
        _grain.Wait(.05);
        _grain.Tick();
        Assert.Equal(BreakerState.Closed, _grain.State);
        // The bad host itself is protected meanwhile.
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (_bad.Snapshot.State, _bad.Snapshot.Scope));
    }

    [Fact]
    public void Report_last_answer_without_objection_confirms()
    {
        _bad.Call("FFFFF");
        _grain.Settle();
        Answer(_healthy);
        Assert.Equal(BreakerState.Closed, _grain.State);
        Answer(_alsoHealthy);
        Assert.Equal(BreakerState.Open, _grain.State);
        Assert.All(_grain.Hosts, host => Assert.Equal(BreakerState.Open, host.Snapshot.State));
    }

    [Fact]
    public void Report_last_answer_that_belongs_to_an_older_generation_confirms_too()
    {
        _bad.Call("FFFFF");
        _grain.Settle();
        Answer(_healthy);
        var older = _alsoHealthy.ProbeRequest() with
        {
            Sequence = long.MaxValue / 4, Generation = -1, Counts = [new(default, CallCounts.OneFailure)],
        };
        _grain.Report(older);
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Tick_at_the_deadline_opens_without_the_silent()
    {
        _bad.Call("FFFFF");
        _grain.Settle();
        _grain.Wait(.049);
        _grain.Tick();
        Assert.Equal(BreakerState.Closed, _grain.State);
        _grain.Wait(.001);
        _grain.Tick();
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Report_outage_seen_by_all_opens_at_once()
    {
        _bad.Call("FF");
        _grain.Settle();
        _healthy.Call("F");
        _alsoHealthy.Call("F");
        _grain.Settle();
        _bad.Call("F");
        _grain.Settle();
        Assert.Empty(_grain.Asked);
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Report_hosts_idle_for_two_intervals_are_not_asked()
    {
        _grain.Wait(1.6);
        _bad.Call("FFFFF");
        _grain.Settle();
        Assert.Empty(_grain.Asked);
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Report_resent_report_confirms_nothing_of_itself()
    {
        _bad.Call("FFFFF");
        var report = _bad.Protocol.NextReport(_bad.Now)!;
        _grain.Report(report);
        _grain.Report(report);
        Assert.Equal(BreakerState.Closed, _grain.State);
    }

    private static void Answer(TestHost host)
    {
        host.Protocol.Asked();
        Assert.True(host.Report());
    }

    // Its first report learns of the new activation, its second brings what it has counted.
}
