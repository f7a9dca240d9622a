using Failfast.Contract;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>A lease that has become free goes to the host that waits for one, without another request.</summary>
public class LateGrantTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(1) with { HalfOpenSuccesses = 2, BreakDurationFactor = 2 });
    private readonly TestHost _keeper;
    private readonly TestHost _waiting;
    private readonly TestHost _other;
    private readonly GrantedProbe _kept;

    public LateGrantTests()
    {
        (_keeper, _waiting, _other) = (_grain.AddHost(), _grain.AddHost(), _grain.AddHost());
        foreach (var host in _grain.Hosts)
            host.Call("S");
        _grain.Settle();
        _other.Call("F");
        _grain.Confirm();
        _grain.Wait(1);
        _kept = _grain.RequestProbe(_keeper.ProbeRequest()).GrantedProbes.Single();
    }

    [Fact]
    public void EndProbe_lease_given_back_is_granted_to_the_host_that_waits_and_told_to_nobody_else()
    {
        _waiting.CallRejected("S");
        var (published, persisted) = (_grain.Published, _grain.Persisted);

        GiveBack();

        Assert.Equal((published, persisted), (_grain.Published, _grain.Persisted));
        Assert.Equal([_waiting.Id], _grain.Granted);
        Assert.Null(_other.Session.Finish(_other.Now).ProbeRequest);
        _grain.Reachable = false;
        _waiting.Call("S");
    }

    [Fact]
    public void EndProbe_lease_given_back_is_offered_to_a_host_that_did_not_tell_its_time()
    {
        _grain.RequestProbe(_waiting.ProbeRequest());

        GiveBack();

        Assert.Equal([_waiting.Id], _grain.Offered);
        Assert.Empty(_grain.Granted);
        Assert.NotNull(_waiting.Session.Finish(_waiting.Now).ProbeRequest);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public void EndProbe_host_whose_time_can_not_be_true_is_offered_the_lease(long ticks)
    {
        var request = _waiting.ProbeRequest();
        _grain.RequestProbe(request with { Demand = request.Demand! with { AskedAt = new(ticks) } });
        _grain.Wait(1);
        GiveBack();
        Assert.Equal([_waiting.Id], _grain.Offered);
        Assert.Empty(_grain.Granted);
    }

    [Theory]
    [InlineData(4.7, true)]
    [InlineData(4.9, false)]
    public void OnGrant_lease_serves_until_its_probe_could_outlast_it_however_late_the_message_is(double seconds, bool runs)
    {
        var grant = Grant();
        var granted = _grain.Now;
        _grain.Wait(2);
        _waiting.Granted(grant);
        _grain.Wait(seconds - 2);
        _grain.Reachable = false;
        Assert.Equal(TimeSpan.FromSeconds(15), grant.Reply.GrantedProbes.Single().EndsIn);
        // The message was written a second after the request had come.
        Assert.InRange((grant.At - (granted + _waiting.Skew)).TotalMilliseconds, -1, 0);
        Assert.Equal(runs, _waiting.TryCall('S'));
    }

    [Fact]
    public void OnGrant_lease_that_comes_twice_serves_one_call()
    {
        var grant = Grant();
        _waiting.Granted(grant);
        _grain.Reachable = false;
        _waiting.Call("S");
        _waiting.Granted(grant);
        _waiting.CallRejected("S");
    }

    [Fact]
    public void OnProbeReply_lease_that_has_come_by_a_grant_serves_one_call()
    {
        var grant = Grant();
        var request = _waiting.ProbeRequest() with { Demand = new([], [], default, Wanted: true, AskedAt: _waiting.Now) };
        var reply = _grain.RequestProbe(request);
        Assert.Equal(grant.Reply.GrantedProbes.Single().Number, reply.GrantedProbes.Single().Number);

        _waiting.Granted(grant);
        _waiting.Session.OnProbeReply(reply, _waiting.Now);

        _grain.Reachable = false;
        _waiting.Call("S");
        _waiting.CallRejected("S");
    }

    [Fact]
    public void OnGrant_lost_is_granted_again_by_the_next_request()
    {
        var grant = Grant();
        _grain.Wait(1);
        _waiting.Call("S");
        Assert.Equal(grant.Reply.GrantedProbes.Single().Number, _grain.Coordinator.State.LastProbeNumber);
    }

    [Fact]
    public void OnGrant_of_no_use_any_more_gives_the_lease_back()
    {
        var grant = Grant();
        _waiting.Protocol.Apply(grant.Reply.Snapshot with { Stamp = new(grant.Reply.Snapshot.Stamp.Incarnation, 1_000), Generation = 1_000 }, _waiting.Now);

        _waiting.Granted(grant);

        var end = Assert.Single(_waiting.Session.Finish(_waiting.Now).ProbeEnds);
        Assert.Equal((ProbeOutcome.Ignored, grant.Reply.GrantedProbes.Single().Number), (end.Outcome, end.Number));
    }

    /// <summary>The waiting host asks, and a second later the keeper gives its lease back; the message that follows is not delivered.</summary>
    private LateGrant Grant()
    {
        _waiting.CallRejected("S");
        _grain.Wait(1);
        var step = _grain.Coordinator.EndProbe(_keeper.Protocol.ProbeReport(_kept, ProbeOutcome.Ignored, default, _keeper.Now), _grain.Now, .5);
        Assert.Equal(_waiting.Id, step.Effects.Grant!.Host);
        return step.Effects.Grant;
    }

    private void GiveBack() => _grain.EndProbe(_keeper.Protocol.ProbeReport(_kept, ProbeOutcome.Ignored, default, _keeper.Now));
}
