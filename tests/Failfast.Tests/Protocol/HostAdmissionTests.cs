using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Who is let in while half-open, on one host.</summary>
public class HostAdmissionTests
{
    [Fact]
    public void Admit_call_that_is_cancelled_already_takes_no_lease_and_runs_nothing()
    {
        var host = HalfOpen(Policy.Consecutive(1));
        var attempt = Attempt(host, isCancelled: true);
        Assert.Equal(Decision.GiveUp, host.Session.Admit(ref attempt, host.Now, .5, out _));
        Assert.Null(host.Session.Finish(host.Now).ProbeRequest);
    }

    [Fact]
    public void Admit_call_that_is_cancelled_already_leaves_a_lease_that_is_kept_to_the_next()
    {
        var (grain, host) = Kept(Policy.Consecutive(1));
        var attempt = Attempt(host, isCancelled: true);
        Assert.Equal(Decision.GiveUp, host.Session.Admit(ref attempt, host.Now, .5, out _));
        host.Call("S");
        Assert.Equal(BreakerState.Closed, grain.State);
    }

    [Fact]
    public void Admit_call_that_is_cancelled_already_runs_where_the_breaker_only_observes()
    {
        var host = HalfOpen(Policy.Consecutive(1) with { ObserveOnly = true });
        var attempt = Attempt(host, isCancelled: true);
        Assert.Equal(Decision.RequestProbe, host.Session.Admit(ref attempt, host.Now, .5, out _));
        attempt = Attempt(host, isCancelled: true);
        Assert.Equal(Decision.RunUncounted, host.Session.Admit(ref attempt, host.Now, .5, out _));
    }

    [Fact]
    public void Admit_call_that_is_cancelled_already_is_as_any_while_closed()
    {
        var host = new TestGrain(Policy.Consecutive(1)).AddHost();
        host.Call("S");
        var attempt = Attempt(host, isCancelled: true);
        Assert.Equal(Decision.Run, host.Session.Admit(ref attempt, host.Now, .5, out _));
    }

    [Fact]
    public void Admit_first_call_to_come_waits_for_a_probe_that_a_sweep_asked_for_and_no_other()
    {
        var host = HalfOpen(Policy.Consecutive(1));
        host.Session.Sweep(isUsed: false, isWatched: false, host.Now, .5);
        Assert.NotNull(host.Session.Finish(host.Now).ProbeRequest);

        var (first, second) = (Attempt(host), Attempt(host));
        Assert.Equal(Decision.RequestProbe, host.Session.Admit(ref first, host.Now, .5, out _));
        Assert.Equal(Decision.Reject, host.Session.Admit(ref second, host.Now, .5, out _));
        Assert.Equal(Decision.RequestProbe, host.Session.Admit(ref first, host.Now, .5, out _));
    }

    private static Attempt Attempt(TestHost host, bool isCancelled = false) =>
        new(Caller.Call, host.Now + TimeSpan.FromMilliseconds(100)) { IsCancelled = isCancelled };

    private static TestHost HalfOpen(BreakerSettings settings)
    {
        var grain = new TestGrain(settings);
        var host = grain.AddHost();
        host.Call("SF");
        grain.Confirm();
        grain.Wait(1);
        Assert.Equal((BreakerState.Open, BreakerState.HalfOpen), (grain.State, host.Snapshot.State));
        return host;
    }

    private static (TestGrain Grain, TestHost Host) Kept(BreakerSettings settings)
    {
        var grain = new TestGrain(settings);
        var host = grain.AddHost();
        host.Call("SF");
        grain.Confirm();
        grain.Wait(1);
        host.Session.Sweep(isUsed: false, isWatched: false, host.Now, .5);
        host.Session.OnProbeReply(grain.RequestProbe(host.Session.Finish(host.Now).ProbeRequest!), host.Now);
        return (grain, host);
    }
}
