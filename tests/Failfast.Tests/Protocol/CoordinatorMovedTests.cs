using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Ask before opening, where the grain has moved or was idle for long.</summary>
public class CoordinatorMovedTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5));
    private readonly TestHost _bad;
    private readonly TestHost _healthy;
    private readonly TestHost _alsoHealthy;

    public CoordinatorMovedTests()
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
