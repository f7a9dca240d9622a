using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Protocol;

namespace Failfast.Tests.Machine;

public class RampUpTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(100);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, .01)]
    [InlineData(50, .5)]
    [InlineData(100, 1)]
    [InlineData(1000, 1)]
    public void Share_grows_evenly_from_none_to_all(double seconds, double share) =>
        Assert.Equal(share, RampUp.Share(TimeSpan.FromSeconds(seconds), Duration), precision: 9);

    [Fact]
    public void Share_without_a_ramp_up_is_all() => Assert.Equal(1, RampUp.Share(default, default));

    [Fact]
    public void Admits_the_random_number_below_the_share()
    {
        Assert.True(RampUp.Admits(TimeSpan.FromSeconds(25), Duration, .2499));
        Assert.False(RampUp.Admits(TimeSpan.FromSeconds(25), Duration, .25));
        Assert.True(RampUp.Admits(Duration, Duration, .999999));
        Assert.False(RampUp.Admits(default, Duration, 0));
    }

    [Fact]
    public void View_after_closing_ramps_up_from_the_same_moment_on_every_host_whenever_it_hears()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { RampUpDuration = Duration });
        var hosts = grain.AddHosts(2);
        hosts[0].Call("S");
        hosts[0].Call("F");
        grain.Settle();
        grain.Wait(100);
        hosts[0].Call("S");
        Assert.Equal(BreakerState.Closed, grain.State);
        Assert.Equal(GuardMode.Counting, hosts[0].Mode);

        // Longer than a lease: both have to ask.
        grain.Wait(30);
        hosts[0].Call("S");
        hosts[1].Call("S");

        foreach (var host in hosts)
            Assert.Equal(30, (host.Now - host.Protocol.View(host.Now).RampUpFrom!.Value).TotalSeconds, precision: 2);
        grain.Wait(71);
        hosts[0].Call("S");
        hosts[1].Call("S");
        Assert.All(hosts, host => Assert.Null(host.Protocol.View(host.Now).RampUpFrom));
    }

    [Fact]
    public void View_a_new_activation_learns_from_hosts_how_long_ago_it_closed()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { RampUpDuration = Duration });
        var hosts = grain.AddHosts(2);
        hosts[0].Call("F");
        grain.Settle();
        grain.Wait(100);
        hosts[0].Call("S");
        grain.Wait(20);

        grain.Restart(newIncarnation: 7);
        hosts[0].Protocol.WantReport();
        grain.Settle();
        hosts[1].Call("S");

        Assert.Equal(20, (hosts[1].Now - hosts[1].Protocol.View(hosts[1].Now).RampUpFrom!.Value).TotalSeconds, precision: 2);
    }

    [Fact]
    public void View_closed_from_the_start_or_closed_anew_or_enabled_has_no_ramp_up()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { RampUpDuration = Duration });
        var host = grain.AddHost();
        host.Call("S");
        Assert.Null(host.Protocol.View(host.Now).RampUpFrom);
        grain.Operate(new BreakerEvent.ClosedByOperator());
        Assert.Null(host.Protocol.View(host.Now).RampUpFrom);
        grain.Operate(new BreakerEvent.DisabledByOperator());
        grain.Operate(new BreakerEvent.EnabledByOperator());
        Assert.Null(host.Protocol.View(host.Now).RampUpFrom);
        grain.Operate(new BreakerEvent.Isolated(null));
        grain.Operate(new BreakerEvent.ClosedByOperator());
        Assert.NotNull(host.Protocol.View(host.Now).RampUpFrom);
    }

    [Fact]
    public void View_own_machine_that_closes_alone_ramps_up_too()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { RampUpDuration = Duration }) { Reachable = false };
        var host = grain.AddHost();
        host.Call("F");
        grain.Wait(100);
        host.Call("S");

        Assert.Equal((BreakerState.Closed, BreakerScope.Alone), (host.Snapshot.State, host.Snapshot.Scope));
        Assert.NotNull(host.Protocol.View(host.Now).RampUpFrom);
    }
}
