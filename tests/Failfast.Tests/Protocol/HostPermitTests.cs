using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Half-open, seen from one host.</summary>
public class HostPermitTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(1));
    private readonly TestHost _host;
    private readonly TestHost _other;

    public HostPermitTests()
    {
        (_host, _other) = (_grain.AddHost(), _grain.AddHost());
        _host.Call("S");
        _other.Call("S");
        _host.Call("F");
        _grain.Confirm();
        Assert.Equal(BreakerState.Open, _grain.State);
        _grain.Wait(1);
    }

    [Fact]
    public void Decide_one_ask_at_a_time_all_others_rejected()
    {
        Assert.Equal(Decision.RequestProbe, Decide(_host));
        for (var i = 0; i < 10; i++)
            Assert.Equal(Decision.Reject, Decide(_host));
        Assert.NotNull(_host.RequestProbe());
    }

    [Fact]
    public void ProbeAnswered_none_free_asks_again_each_interval_until_the_deadline_of_the_one_that_is_out()
    {
        _other.RequestProbe();
        for (var seconds = 0; seconds < 15; seconds++)
        {
            Assert.Equal(Decision.RequestProbe, Decide(_host));
            Assert.Null(_host.RequestProbe());
            Assert.Equal((Decision.Reject, TimeSpan.FromSeconds(1)), (Decide(_host), _host.RetryAfter!.Value));
            _grain.Wait(.999);
            Assert.Equal(Decision.Reject, Decide(_host));
            _grain.Wait(.001);
        }

        Assert.Equal(Decision.RequestProbe, Decide(_host));
        Assert.NotNull(_host.RequestProbe());
    }

    [Fact]
    public void ProbeAnswered_of_a_generation_gone_by_is_worth_nothing()
    {
        var reply = _grain.RequestProbe(_host.ProbeRequest());
        _grain.Operate(new BreakerEvent.Isolated(null));
        Assert.Single(reply.GrantedProbes);
        Assert.Null(_host.Answered(reply));
    }

    [Fact]
    public void OnProbeReply_too_late_for_a_call_to_begin_with_it_is_given_back()
    {
        // Of the lease's 15 s its call may take ten, and its end is told within one fifth of a second.
        Assert.Null(ProbeAfter(4.8, isGivenBack: true));
    }

    [Fact]
    public void OnProbeReply_late_is_worth_what_is_left_of_it() => Assert.NotNull(ProbeAfter(4.7, isGivenBack: false));

    [Fact]
    public void ProbeAnswered_by_an_activation_that_is_outranked_is_worth_nothing()
    {
        var reply = _grain.RequestProbe(_host.ProbeRequest());
        var later = _grain.Coordinator.Snapshot(_grain.Now);
        _host.Protocol.Apply(later with { Stamp = new(later.Stamp.Incarnation + 1, 0) }, _host.Now);
        Assert.Null(_host.Answered(reply));
    }

    [Fact]
    public void ProbeAnswered_gives_a_ticket_that_is_not_counted()
    {
        var ticket = _host.RequestProbe()!.Value;
        Assert.True(ticket.IsProbe);
        Assert.Equal((CallTicket.NotCounted, 0L), (ticket.ClusterGeneration, ticket.LocalProbe));
        _host.Protocol.Failed(ticket, _host.Now, .5);
        _grain.Wait(1);
        Assert.Empty(_host.Protocol.NextReport(_host.Now)!.Counts);
    }

    [Fact]
    public void ProbeUnanswered_rejects_until_the_budget_is_over_then_asks_again()
    {
        Decide(_host);
        _host.Protocol.ProbeUnanswered(_host.Now);
        Assert.False(_host.Protocol.IsAlone);
        Assert.Equal(Decision.Reject, Decide(_host));
        _grain.Wait(.1);
        Assert.Equal(Decision.RequestProbe, Decide(_host));
    }

    [Fact]
    public void ProbeUnanswered_without_a_lease_goes_alone()
    {
        Decide(_host);
        _grain.Wait(10);
        _host.Protocol.ProbeUnanswered(_host.Now);
        Assert.True(_host.Protocol.IsAlone);
        Assert.Equal(Decision.Run, Decide(_host));
    }

    [Fact]
    public void ProbeReport_says_what_the_permit_said()
    {
        var permit = _host.RequestProbe()!.Value.ClusterProbe!;
        var report = _host.Protocol.ProbeReport(permit, ProbeOutcome.Success, TimeSpan.FromSeconds(3), _host.Now);
        Assert.Equal((_host.Id, permit.Generation, permit.Number, 3d), (report.Host, report.Generation, report.Number, report.Lasted.TotalSeconds));
        Assert.Equal(_grain.Coordinator.Stamp, report.Remembered!.Stamp);
    }

    /// <summary>The probe that a call takes for which one was asked, when the answer comes so much later.</summary>
    private CallTicket? ProbeAfter(double seconds, bool isGivenBack)
    {
        var attempt = new Attempt(Caller.Call, _host.Now + TimeSpan.FromMilliseconds(100));
        Assert.Equal(Decision.RequestProbe, _host.Session.Admit(ref attempt, _host.Now, .5, out _));
        var reply = _grain.RequestProbe(_host.Session.Finish(_host.Now).ProbeRequest!);
        Assert.Single(reply.GrantedProbes);
        _grain.Wait(seconds);
        _host.Session.OnProbeReply(reply, _host.Now);
        _host.Session.Sweep(isUsed: false, isWatched: false, _host.Now, .5);
        if (isGivenBack)
            Assert.Equal(ProbeOutcome.Ignored, Assert.Single(_host.Session.Finish(_host.Now).ProbeEnds).Outcome);
        return _host.Session.Admit(ref attempt, _host.Now, .5, out var ticket) == Decision.Run && ticket.IsProbe ? ticket : null;
    }

    private static Decision Decide(TestHost host) => host.Protocol.Decide(host.Now, .5, out _);
}
