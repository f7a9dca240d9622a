using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>A bad host protects itself without condemning the others.</summary>
public class HostOwnTripTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(3) with { MinimumHosts = 2 });
    private readonly TestHost _bad;
    private readonly TestHost _healthy;

    public HostOwnTripTests()
    {
        (_bad, _healthy) = (_grain.AddHost(), _grain.AddHost());
        _bad.Call("S");
        _healthy.Call("S");
        _grain.Settle();
        _grain.Wait(1);
        _grain.Settle();
    }

    [Fact]
    public void Failed_own_machine_trips_at_once_and_alone()
    {
        _bad.Call("FFF");
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (_bad.Snapshot.State, _bad.Snapshot.Scope));
        _grain.Settle();
        _bad.CallRejected("SS");
        _healthy.Call("SS");
        Assert.Equal(BreakerState.Closed, _grain.State);
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_healthy.Snapshot.State, _healthy.Snapshot.Scope));
    }

    [Fact]
    public void Decide_own_probe_success_ends_it()
    {
        _bad.Call("FFF");
        _grain.Settle();
        _grain.Wait(1);
        Assert.Equal(BreakerState.HalfOpen, _bad.Snapshot.State);
        _bad.Call("F");
        _bad.CallRejected("S");
        _grain.Wait(1);
        _bad.Call("S");
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_bad.Snapshot.State, _bad.Snapshot.Scope));
        _grain.Wait(1);
        _grain.Settle();
        Assert.Equal((4L, 3L), (_grain.Total().Failures, _grain.Total().Successes));
    }

    [Fact]
    public void NextReport_own_probe_that_closed_is_told_with_no_call_after_it()
    {
        _bad.Call("FFF");
        _grain.Settle();
        _grain.Wait(1);
        Assert.Equal(Decision.Run, _bad.Protocol.Decide(_bad.Now, .5, out var probe));
        while (_bad.Report())
            _grain.Wait(1);

        _bad.Protocol.OwnProbeEnded(probe, Failfast.Contract.ProbeOutcome.Success, default, isCounted: false, _bad.Now, .5);
        _grain.Wait(1);

        Assert.True(_bad.Report());
        Assert.False(_bad.Protocol.Owes);
    }

    [Fact]
    public void Hear_next_transition_of_the_cluster_ends_it()
    {
        _bad.Call("FFF");
        _grain.Settle();
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        Assert.Equal((BreakerState.Closed, GuardMode.Counting), (_bad.Snapshot.State, _bad.Mode));
        _bad.Call("FF");
        Assert.Equal(GuardMode.Counting, _bad.Mode);
    }

    [Fact]
    public void Hear_words_without_a_transition_do_not_end_it()
    {
        _bad.Call("FFF");
        _grain.Settle();
        _grain.Configure(_grain.Settings with { BreakDuration = TimeSpan.FromSeconds(2) });
        Assert.Equal(GuardMode.Rejecting, _bad.Mode);
    }

    [Fact]
    public void Hear_settings_for_many_hosts_leave_the_own_machine_to_one()
    {
        _grain.Configure(_grain.Settings with { MinimumHosts = 9 });
        _bad.Call("FFF");
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (_bad.Snapshot.State, _bad.Snapshot.Scope));
    }

    [Fact]
    public void Failed_of_an_older_generation_changes_nothing()
    {
        _bad.Protocol.View(_bad.Now);
        var began = _bad.Protocol.View(_bad.Now).Ticket;
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        for (var i = 0; i < 5; i++)
            _bad.Protocol.Failed(began, _bad.Now, .5);
        _grain.Wait(1);
        _grain.Settle();
        Assert.Equal((BreakerState.Closed, 0L), (_bad.Snapshot.State, _grain.Total().Failures));
    }

    [Fact]
    public void Failed_began_closed_and_ends_half_open_is_no_probe()
    {
        var began = _bad.Protocol.View(_bad.Now).Ticket;
        _bad.Call("FFF");
        _healthy.Call("F");
        _grain.Confirm();
        Assert.Equal(BreakerState.Open, _grain.State);
        _grain.Wait(1);
        Assert.NotNull(_healthy.RequestProbe());

        _bad.Protocol.Succeeded(began, 1, _bad.Now, .5);
        _bad.Protocol.Failed(began, _bad.Now, .5);
        _grain.Settle();

        Assert.Equal((BreakerState.HalfOpen, 0L), (_grain.State, _grain.Total().Calls));
    }

    [Fact]
    public void WasSlow_counts_before_the_call_ends()
    {
        var grain = new TestGrain(Policy.Slow(1, 3));
        var host = grain.AddHost();
        host.Call("LLL");
        Assert.Equal(BreakerState.Open, host.Snapshot.State);
        grain.Settle();
        Assert.Equal(BreakerState.Open, grain.State);
    }
}
