using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>With the grain out of reach the host's own machine is the breaker.</summary>
public class HostAloneTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(3) with { BreakDuration = TimeSpan.FromSeconds(30) });
    private readonly TestHost _host;

    public HostAloneTests()
    {
        _host = _grain.AddHost();
        _host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Decide_alone_trips_on_its_own_calls_and_probes_on_its_own()
    {
        Cut();
        _host.Call("FFF");
        Assert.Equal((BreakerState.Open, BreakerScope.Alone), (_host.Snapshot.State, _host.Snapshot.Scope));
        _host.CallRejected("SF");
        _grain.Wait(30);
        Assert.Equal(BreakerState.HalfOpen, _host.Snapshot.State);
        _host.Call("F");
        _host.CallRejected("S");
        _grain.Wait(30);
        _host.Call("S");
        Assert.Equal(GuardMode.Counting, _host.Mode);
    }

    [Fact]
    public void Decide_alone_holds_a_remembered_break_to_its_end()
    {
        _host.Call("FFF");
        _grain.Settle();
        _grain.Wait(5);
        Cut();                                              // ten seconds more

        Assert.Equal(GuardMode.Rejecting, _host.Mode);
        Assert.Equal((BreakerState.Open, TimeSpan.FromSeconds(15)), (_host.Snapshot.State, _host.RetryAfter!.Value));
        Assert.Equal("3 failures in a row", _host.Snapshot.Reason);
        _grain.Wait(14.999);
        _host.CallRejected("S");
        _grain.Wait(.001);
        _host.Call("S");
        Assert.Equal(BreakerState.Closed, _host.Snapshot.State);
    }

    [Fact]
    public void Decide_alone_in_half_open_probes_one_at_a_time()
    {
        _host.Call("FFF");
        _grain.Settle();
        _grain.Wait(30);
        Assert.NotNull(_host.RequestProbe());
        Cut();

        Assert.Equal(Decision.Run, _host.Protocol.Decide(_host.Now, .5, out var probe));
        Assert.True(probe.IsProbe);
        Assert.Equal(Decision.Reject, _host.Protocol.Decide(_host.Now, .5, out _));
        _host.Protocol.OwnProbeEnded(probe, Failfast.Contract.ProbeOutcome.Success, default, isCounted: false, _host.Now, .5);
        Assert.Equal(GuardMode.Counting, _host.Mode);
    }

    [Fact]
    public void Decide_alone_isolated_stays_isolated()
    {
        _grain.Operate(new BreakerEvent.Isolated("planned"));
        Cut();
        _grain.Wait(1e6);
        _host.CallRejected("SSS");
        Assert.Equal((BreakerState.Isolated, "planned", (TimeSpan?)null), (_host.Snapshot.State, _host.Snapshot.Reason!, _host.RetryAfter));
    }

    [Fact]
    public void Decide_alone_disabled_stays_disabled()
    {
        _grain.Operate(new BreakerEvent.DisabledByOperator());
        Cut();
        _host.Call("FFFFFFF");
        Assert.Equal(BreakerState.Disabled, _host.Snapshot.State);
    }

    [Fact]
    public void Report_back_in_touch_the_cluster_decides_again()
    {
        Cut();
        _host.Call("FFF");
        Assert.Equal(BreakerState.Open, _host.Snapshot.State);
        _grain.Reachable = true;
        _grain.Wait(10);
        _grain.Settle();

        // What it counted alone counts in the cluster too.
        Assert.Equal("3 failures in a row", _grain.Coordinator.State.Reason);
        Assert.Equal((BreakerState.Open, BreakerScope.Cluster), (_host.Snapshot.State, _host.Snapshot.Scope));
    }

    [Fact]
    public void Report_breaker_closed_by_others_meanwhile_is_closed_here_too()
    {
        var other = _grain.AddHost();
        other.Call("S");
        _host.Call("FFF");
        _grain.Confirm();
        _grain.Wait(.1);
        _grain.Tick();
        Assert.Equal(BreakerState.Open, _grain.State);
        _grain.Pushes = false;
        Cut();
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        _host.CallRejected("S");
        _grain.Reachable = true;
        _grain.Wait(10);
        _host.Protocol.Noticed();
        _grain.Settle();
        _host.Call("S");
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_host.Snapshot.State, _host.Snapshot.Scope));
    }

    [Theory]
    [InlineData('S', BreakerState.Closed)]
    [InlineData('F', BreakerState.Open)]
    public void Report_back_in_touch_with_a_closed_breaker_probes_at_once(char probe, BreakerState after)
    {
        // One host's failures do not open the cluster.
        var grain = new TestGrain(Policy.Consecutive(3) with { MinimumHosts = 2, BreakDuration = TimeSpan.FromSeconds(30) });
        var host = grain.AddHost();
        host.Call("S");
        grain.Settle();
        Cut(grain, host);
        host.Call("FFF");
        host.CallRejected("S");
        grain.Reachable = true;
        grain.Wait(2);
        grain.Settle();

        Assert.Equal((BreakerState.HalfOpen, BreakerScope.Host), (host.Snapshot.State, host.Snapshot.Scope));
        host.Call($"{probe}");
        Assert.Equal(after, host.Snapshot.State);
    }

    [Fact]
    public void OnClusterChanged_unanswered_reports_again_at_once()
    {
        Cut();
        _host.Call("F");
        for (var i = 0; i < 4; i++)
        {
            _grain.Wait(2);
            Assert.False(_host.Report());
        }

        _grain.Reachable = true;
        Assert.Null(_host.Protocol.NextReport(_host.Now));
        _host.Session.OnClusterChanged();
        Assert.True(_host.Report());
        Assert.False(_host.Protocol.IsAlone);
    }

    /// <summary>The grain falls silent until the lease has run out and the host has given up on it.</summary>
    private void Cut() => Cut(_grain, _host);

    private static void Cut(TestGrain grain, TestHost host)
    {
        grain.Reachable = false;
        grain.Wait(10);
        Assert.Equal(Decision.AwaitSnapshot, host.Protocol.Decide(host.Now, .5, out _));
        host.Report();
        Assert.True(host.Protocol.IsAlone);
    }
}
