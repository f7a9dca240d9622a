using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Settings and words that let every call through.</summary>
public class HostModesTests
{
    [Fact]
    public void View_observe_only_trips_and_tells_but_never_rejects()
    {
        var grain = new TestGrain(Policy.Consecutive(2) with { ObserveOnly = true });
        var host = grain.AddHost();
        host.Call("FF");
        grain.Settle();
        Assert.Equal((BreakerState.Open, BreakerState.Open), (grain.State, host.Snapshot.State));
        host.Call("FFFF");
        grain.Wait(1);
        Assert.Equal(Decision.RequestProbe, host.Protocol.Decide(host.Now, .5, out _));
        Assert.Equal(Decision.RunUncounted, host.Protocol.Decide(host.Now, .5, out _));
        grain.EndProbe(host.Protocol.ProbeReport(
            host.RequestProbe()!.Value.ClusterProbe!, Failfast.Contract.ProbeOutcome.Success, default, host.Now));
        Assert.Equal(BreakerState.Closed, host.Snapshot.State);
    }

    [Fact]
    public void View_observe_only_isolated_never_rejects()
    {
        var grain = new TestGrain(Policy.Consecutive(2) with { ObserveOnly = true });
        var host = grain.AddHost();
        host.Call("S");
        grain.Operate(new BreakerEvent.Isolated(null));
        host.Call("SFSF");
        Assert.Equal(BreakerState.Isolated, host.Snapshot.State);
    }

    [Fact]
    public void View_observe_only_own_machine_never_rejects()
    {
        var grain = new TestGrain(Policy.Consecutive(2) with { ObserveOnly = true, MinimumHosts = 5 });
        var host = grain.AddHost();
        host.Call("FFFFFF");
        Assert.Equal((BreakerState.Open, BreakerScope.Host), (host.Snapshot.State, host.Snapshot.Scope));
    }

    [Fact]
    public void View_not_enabled_lets_everything_through_unasked()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { Enabled = false });
        var host = grain.AddHost();
        host.Call("FFFF");
        Assert.Equal((GuardMode.PassThrough, BreakerState.Disabled), (host.Mode, host.Snapshot.State));
        Assert.Null(host.Protocol.NextReport(host.Now));
    }

    [Fact]
    public void View_disabled_counts_nothing_until_enabled()
    {
        var grain = new TestGrain(Policy.Consecutive(2));
        var host = grain.AddHost();
        host.Call("F");
        grain.Settle();
        grain.Operate(new BreakerEvent.DisabledByOperator());
        host.Call("FFFFF");
        Assert.Equal((BreakerState.Disabled, TimeSpan.Zero), (host.Snapshot.State, host.RetryAfter!.Value));
        grain.Operate(new BreakerEvent.EnabledByOperator());
        host.Call("F");
        Assert.Equal(GuardMode.Counting, host.Mode);
        grain.Settle();
        Assert.Equal(1, grain.Total().Failures);
    }
}
