namespace Failfast.Tests.Protocol;

/// <summary>Ask before opening, where the grain has moved or was idle for long.</summary>
public class CoordinatorMovedTests : ThreeHosts
{
    [Fact]
    public void Report_bad_host_is_not_alone_with_a_grain_that_has_just_moved()
    {
        Bad.Call("FFFFF");
        Grain.Restart();
        BadHostMeetsTheGrain();
        Assert.Equal((BreakerState.Closed, 5L), (Grain.State, Grain.Total().Failures));

        // The others report within their interval, and say that all is well with them.
        Grain.Wait(1);
        foreach (var host in new[] { Healthy, AlsoHealthy })
            host.Call("S");
        Grain.Settle();
        Grain.Wait(1);
        Grain.Tick();
        Assert.Equal(BreakerState.Closed, Grain.State);
    }

    [Fact]
    public void Report_bad_host_is_not_alone_though_a_new_process_was_the_first_to_speak_to_a_grain_that_has_moved()
    {
        Bad.Call("FFFFF");
        Grain.Restart();
        var fresh = Grain.AddHost();
        fresh.Call("S");
        Grain.Wait(1);
        Assert.True(fresh.Report());
        BadHostMeetsTheGrain();

        Grain.Wait(.05);
        Grain.Tick();
        Assert.Equal(BreakerState.Closed, Grain.State);
    }

    [Fact]
    public void Report_host_that_was_idle_for_long_is_not_the_only_one_for_a_grain_that_has_moved()
    {
        var idle = Grain.AddHost();
        idle.Call("S");
        Grain.Settle();
        for (var i = 0; i < 130; i++)
        {
            Grain.Wait(1);
            foreach (var host in new[] { Bad, Healthy, AlsoHealthy })
                host.Call("S");
            Grain.Settle();
        }

        Grain.Restart();
        idle.Call("S");
        Bad.Call("FFFFF");
        BadHostMeetsTheGrain();

        Grain.Wait(.05);
        Grain.Tick();
        Assert.Equal((BreakerState.Closed, 5L), (Grain.State, Grain.Total().Failures));
    }

    [Fact]
    public void Report_bad_host_is_not_alone_with_a_grain_whose_silo_was_frozen_for_long()
    {
        Grain.Reachable = false;
        for (var i = 0; i < 70; i++)
        {
            Grain.Wait(1);
            foreach (var host in Grain.Hosts)
            {
                host.Call("S");
                host.Report();
            }
        }

        Grain.Wait(11);
        Bad.Call("FFFFF");
        Grain.Restart();
        Grain.Reachable = true;
        BadHostMeetsTheGrain();

        Grain.Wait(.05);
        Grain.Tick();
        Assert.Equal((BreakerState.Closed, 5L), (Grain.State, Grain.Total().Failures));
    }

    [Fact]
    public void Report_bad_host_that_nobody_contradicts_opens_a_grain_that_has_moved_after_two_intervals()
    {
        Bad.Call("FFFFF");
        Grain.Restart();
        BadHostMeetsTheGrain();

        Assert.Equal(BreakerState.Closed, Grain.State);
        Grain.Wait(2);
        Grain.Tick();
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    [Fact]
    public void Report_grain_that_was_idle_so_long_that_it_ended_waits_for_nobody()
    {
        Grain.Wait(900);
        Grain.Restart();
        Bad.Call("SFFFFF");
        Grain.Settle();
        Assert.Equal(BreakerState.Open, Grain.State);
    }

    // Its first report learns of the new activation, its second brings what it has counted.
    private void BadHostMeetsTheGrain()
    {
        for (var i = 0; i < 2; i++)
        {
            Bad.Protocol.WantReport();
            Bad.Report();
        }
    }
}
