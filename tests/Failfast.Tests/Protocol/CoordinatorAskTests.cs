using Failfast.Contract;

namespace Failfast.Tests.Protocol;

/// <summary>Ask before opening, between the grain and its hosts.</summary>
public class CoordinatorAskTests : ThreeHosts
{
    [Fact]
    public void Report_bad_host_makes_the_grain_ask_the_silent_ones()
    {
        Bad.Call("FFFFF");
        Grain.Settle();
        Assert.Equal(BreakerState.Closed, Grain.State);
        Assert.Equal([Healthy.Id, AlsoHealthy.Id], Grain.Asked.Order());
    }

    [Fact]
    public void Report_run_after_successes_in_the_same_report_is_asked_about_too()
    {
        // The bad host spoke before the healthy ones did; the run began after.
        Bad.Call("S");
        Grain.Wait(.2);
        Healthy.Protocol.WantReport();
        AlsoHealthy.Protocol.WantReport();
        Healthy.Report();
        AlsoHealthy.Report();
        Grain.Wait(.2);
        Bad.Call("FFFFF");
        Grain.Settle();
        Assert.Equal(BreakerState.Closed, Grain.State);
        Assert.Equal(2, Grain.Asked.Count);
    }

    [Fact]
    public void Report_success_of_an_asked_host_objects()
    {
        Healthy.Call("S");
        Bad.Call("FFFFF");
        Grain.Settle();
        Answer(Healthy);
        Grain.Wait(.05);
        Grain.Tick();
        Assert.Equal(BreakerState.Closed, Grain.State);
        // The bad host itself is protected meanwhile.
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (Bad.Snapshot.State, Bad.Snapshot.Scope));
    }

    [Fact]
    public void Report_last_answer_without_objection_confirms()
    {
        Bad.Call("FFFFF");
        Grain.Settle();
        Answer(Healthy);
        Assert.Equal(BreakerState.Closed, Grain.State);
        Answer(AlsoHealthy);
        Assert.Equal(BreakerState.Open, Grain.State);
        Assert.All(Grain.Hosts, host => Assert.Equal(BreakerState.Open, host.Snapshot.State));
    }

    [Fact]
    public void Report_last_answer_that_belongs_to_an_older_generation_confirms_too()
    {
        Bad.Call("FFFFF");
        Grain.Settle();
        Answer(Healthy);
        var older = AlsoHealthy.ProbeRequest() with
        {
            Sequence = long.MaxValue / 4, Generation = -1, Counts = [new(default, CallCounts.OneFailure)],
        };
        Grain.Report(older);
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    [Fact]
    public void Tick_at_the_deadline_opens_without_the_silent()
    {
        Bad.Call("FFFFF");
        Grain.Settle();
        Grain.Wait(.049);
        Grain.Tick();
        Assert.Equal(BreakerState.Closed, Grain.State);
        Grain.Wait(.001);
        Grain.Tick();
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    [Fact]
    public void Report_outage_seen_by_all_opens_at_once()
    {
        Bad.Call("FF");
        Grain.Settle();
        Healthy.Call("F");
        AlsoHealthy.Call("F");
        Grain.Settle();
        Bad.Call("F");
        Grain.Settle();
        Assert.Empty(Grain.Asked);
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    [Fact]
    public void Report_hosts_idle_for_two_intervals_are_not_asked()
    {
        Grain.Wait(1.6);
        Bad.Call("FFFFF");
        Grain.Settle();
        Assert.Empty(Grain.Asked);
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    [Fact]
    public void Report_resent_report_confirms_nothing_of_itself()
    {
        Bad.Call("FFFFF");
        var report = Bad.Protocol.NextReport(Bad.Now)!;
        Grain.Report(report);
        Grain.Report(report);
        Assert.Equal(BreakerState.Closed, Grain.State);
    }

    private static void Answer(TestHost host)
    {
        host.Protocol.WantReport();
        Assert.True(host.Report());
    }
}
