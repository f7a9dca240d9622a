using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Permits across the cluster.</summary>
public class CoordinatorProbeTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(1) with { HalfOpenPermits = 2, HalfOpenSuccesses = 3, BreakDurationFactor = 2 });
    private readonly TestHost[] _hosts;

    public CoordinatorProbeTests()
    {
        _hosts = _grain.AddHosts(5);
        foreach (var host in _hosts)
            host.Call("S");
        _grain.Settle();
        _hosts[0].Call("F");
        _grain.Confirm();
        Assert.Equal(BreakerState.Open, _grain.State);
        _grain.Wait(1);
    }

    [Fact]
    public void RequestProbe_fifty_callers_on_five_hosts_get_exactly_the_permits()
    {
        var probes = 0;
        for (var i = 0; i < 50; i++)
        {
            var host = _hosts[i % 5];
            if (host.Protocol.Decide(host.Now, .5, out _) == Decision.RequestProbe && host.RequestProbe() is not null)
                probes++;
        }

        Assert.Equal(2, probes);
        Assert.All(_hosts, host => Assert.Equal(BreakerState.HalfOpen, host.Snapshot.State));
    }

    [Fact]
    public void RequestProbe_none_free_is_asked_for_again_after_an_interval()
    {
        Ask(_hosts[0]);
        Ask(_hosts[1]);
        Assert.Equal(Decision.RequestProbe, Decide(_hosts[2]));
        Assert.Null(_hosts[2].RequestProbe());
        Assert.Equal(1, _hosts[2].RetryAfter!.Value.TotalSeconds);
        _grain.Wait(.999);
        Assert.Equal(Decision.Reject, Decide(_hosts[2]));
        _grain.Wait(.001);
        Assert.Equal(Decision.RequestProbe, Decide(_hosts[2]));
    }

    [Fact]
    public void RequestProbe_of_a_host_that_would_use_it_now_recalls_every_lease_that_is_kept_for_later()
    {
        Assert.Empty(Ask(_hosts[0], usedIn: 20).Recall);
        Assert.Empty(Ask(_hosts[1], usedIn: 20).Recall);

        var recalled = Ask(_hosts[2], usedIn: 0).Recall;

        Assert.Equal([_hosts[0].Id, _hosts[1].Id], recalled.Select(lease => lease.Host).Order());

        CoordinatorEffects Ask(TestHost host, double usedIn) => _grain.Coordinator.RequestProbe(
            host.Protocol.ProbeRequest(new ProbeDemand([], [], TimeSpan.FromSeconds(usedIn), Wanted: true), host.Now), _grain.Now, .5).Effects;
    }

    [Fact]
    public void RequestProbe_permit_outlasts_its_probe_by_the_time_it_may_be_kept_and_told()
    {
        var permit = Ask(_hosts[0]).GrantedProbes.Single();
        Assert.Equal((TimeSpan.FromSeconds(15), _grain.Coordinator.State.Generation), (permit.EndsIn, permit.Generation));
    }

    [Fact]
    public void RequestProbe_while_closed_or_open_grants_none()
    {
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        var reply = Ask(_hosts[0]);
        Assert.Empty(reply.GrantedProbes);
        Assert.Equal(BreakerState.Closed, reply.Snapshot.State);
    }

    [Fact]
    public void EndProbe_enough_successes_close_everywhere()
    {
        _hosts[1].Call("S");
        _hosts[2].Call("S");
        Assert.Equal(BreakerState.HalfOpen, _grain.State);
        _hosts[3].Call("S");
        Assert.All(_hosts, host => Assert.Equal(BreakerState.Closed, host.Snapshot.State));
    }

    [Fact]
    public void EndProbe_failure_opens_everywhere_for_twice_as_long()
    {
        _hosts[1].Call("F");
        Assert.All(_hosts, host => Assert.Equal((BreakerState.Open, 2, TimeSpan.FromSeconds(2)), (host.Snapshot.State, host.Snapshot.Breaks, host.RetryAfter!.Value)));
    }

    [Fact]
    public void RequestProbe_after_a_crash_waits_for_permits_that_may_be_out()
    {
        Ask(_hosts[0]);
        _grain.Restart();
        Assert.Empty(Ask(_hosts[1]).GrantedProbes);
        Assert.Equal(BreakerState.HalfOpen, _grain.State);
        _grain.Wait(15);
        Assert.Single(Ask(_hosts[1]).GrantedProbes);
    }

    [Fact]
    public void EndProbe_nobody_ends_a_permit_that_an_activation_before_this_one_granted()
    {
        Ask(_hosts[0]);
        _grain.Restart();
        var reply = Ask(_hosts[1]);
        foreach (var outcome in Enum.GetValues<ProbeOutcome>())
            _grain.EndProbe(new ProbeReport(Guid.Empty, reply.Snapshot.Generation, 0, outcome, null));
        Assert.Equal((BreakerState.HalfOpen, 2), (_grain.State, _grain.Coordinator.State.Probes.Length));
    }

    [Fact]
    public void RequestProbe_another_activation_that_is_half_open_too_may_have_all_permits_out()
    {
        Ask(_hosts[0]);
        var shown = _grain.Coordinator.Snapshot(_grain.Now);
        var other = _hosts[1].ProbeRequest() with
        {
            Remembered = shown with { Stamp = new(shown.Stamp.Incarnation + 1, 0) },
        };
        Assert.Empty(_grain.RequestProbe(other).GrantedProbes);
        _grain.Wait(15);
        Assert.Single(Ask(_hosts[2]).GrantedProbes);
    }

    [Fact]
    public void EndProbe_late_result_of_a_frozen_host_is_ignored()
    {
        var permit = Ask(_hosts[0]).GrantedProbes.Single();
        _grain.Wait(60);
        var reply = _grain.EndProbe(_hosts[0].Protocol.ProbeReport(permit, ProbeOutcome.Failure, default, _hosts[0].Now));
        Assert.Equal(BreakerState.HalfOpen, reply.Snapshot.State);
        Assert.Single(Ask(_hosts[1]).GrantedProbes);
    }

    private GrainReply Ask(TestHost host) => _grain.RequestProbe(host.ProbeRequest());

    private static Decision Decide(TestHost host) => host.Protocol.Decide(host.Now, .5, out _);
}
