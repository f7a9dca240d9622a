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
    public void Report_bad_host_is_not_alone_with_a_grain_that_has_just_moved()
    {
        _bad.Call("FFFFF");
        _grain.Restart();
        BadHostMeetsTheGrain();
        Assert.Equal((BreakerState.Closed, 5L), (_grain.State, _grain.Total().Failures));

        // The others report within their interval, and say that all is well with them.
        _grain.Wait(1);
        foreach (var host in new[] { _healthy, _alsoHealthy })
            host.Call("S");
        _grain.Settle();
        _grain.Wait(1);
        _grain.Tick();
        Assert.Equal(BreakerState.Closed, _grain.State);
    }

    [Fact]
    public void Report_bad_host_is_not_alone_though_a_new_process_was_the_first_to_speak_to_a_grain_that_has_moved()
    {
        _bad.Call("FFFFF");
        _grain.Restart();
        var fresh = _grain.AddHost();
        fresh.Call("S");
        _grain.Wait(1);
        Assert.True(fresh.Report());
        BadHostMeetsTheGrain();

        _grain.Wait(.05);
        _grain.Tick();
        Assert.Equal(BreakerState.Closed, _grain.State);
    }

    [Fact]
    public void Report_host_that_was_idle_for_long_is_not_the_only_one_for_a_grain_that_has_moved()
    {
        var idle = _grain.AddHost();
        idle.Call("S");
        _grain.Settle();
        for (var i = 0; i < 130; i++)
        {
            _grain.Wait(1);
            foreach (var host in new[] { _bad, _healthy, _alsoHealthy })
                host.Call("S");
            _grain.Settle();
        }

        _grain.Restart();
        idle.Call("S");
        _bad.Call("FFFFF");
        BadHostMeetsTheGrain();

        _grain.Wait(.05);
        _grain.Tick();
        Assert.Equal((BreakerState.Closed, 5L), (_grain.State, _grain.Total().Failures));
    }

    [Fact]
    public void Report_bad_host_is_not_alone_with_a_grain_whose_silo_was_frozen_for_long()
    {
        _grain.Reachable = false;
        for (var i = 0; i < 70; i++)
        {
            _grain.Wait(1);
            foreach (var host in _grain.Hosts)
            {
                host.Call("S");
                host.Report();
            }
        }

        _grain.Wait(11);
        _bad.Call("FFFFF");
        _grain.Restart();
        _grain.Reachable = true;
        BadHostMeetsTheGrain();

        _grain.Wait(.05);
        _grain.Tick();
        Assert.Equal((BreakerState.Closed, 5L), (_grain.State, _grain.Total().Failures));
    }

    [Fact]
    public void Report_bad_host_that_nobody_contradicts_opens_a_grain_that_has_moved_after_two_intervals()
    {
        _bad.Call("FFFFF");
        _grain.Restart();
        BadHostMeetsTheGrain();

        Assert.Equal(BreakerState.Closed, _grain.State);
        _grain.Wait(2);
        _grain.Tick();
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Report_grain_that_was_idle_so_long_that_it_ended_waits_for_nobody()
    {
        _grain.Wait(900);
        _grain.Restart();
        _bad.Call("SFFFFF");
        _grain.Settle();
        Assert.Equal(BreakerState.Open, _grain.State);
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
    private void BadHostMeetsTheGrain()
    {
        for (var i = 0; i < 2; i++)
        {
            _bad.Protocol.Asked();
            _bad.Report();
        }
    }
}
