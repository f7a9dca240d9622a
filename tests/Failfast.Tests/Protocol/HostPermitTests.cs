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
        Assert.Equal(Decision.AskPermit, Decide(_host));
        for (var i = 0; i < 10; i++)
            Assert.Equal(Decision.Reject, Decide(_host));
        Assert.NotNull(_host.AskPermit());
    }

    [Fact]
    public void PermitAnswered_none_free_waits_for_the_deadline_of_the_one_that_is_out()
    {
        _other.AskPermit();
        Assert.Equal(Decision.AskPermit, Decide(_host));
        Assert.Null(_host.AskPermit());
        Assert.Equal((Decision.Reject, TimeSpan.FromSeconds(10)), (Decide(_host), _host.RetryAfter!.Value));
        _grain.Wait(9.999);
        _host.Protocol.Hear(_grain.Coordinator.Snapshot(_grain.Now), _host.Now);
        Assert.Equal(Decision.Reject, Decide(_host));
        _grain.Wait(.001);
        Assert.Equal(Decision.AskPermit, Decide(_host));
        Assert.NotNull(_host.AskPermit());
    }

    [Fact]
    public void PermitAnswered_of_a_generation_gone_by_is_worth_nothing()
    {
        var reply = _grain.RequestProbe(_host.Protocol.PermitRequest(_host.Now));
        _grain.Operate(new BreakerEvent.Isolated(null));
        Assert.NotNull(reply.Permit);
        Assert.Null(_host.Protocol.PermitAnswered(reply, _host.Now));
    }

    [Fact]
    public void PermitAnswered_after_its_time_is_worth_nothing()
    {
        var reply = _grain.RequestProbe(_host.Protocol.PermitRequest(_host.Now));
        _grain.Wait(10);
        Assert.NotNull(reply.Permit);
        Assert.Null(_host.Protocol.PermitAnswered(reply, _host.Now));
    }

    [Fact]
    public void PermitAnswered_late_is_worth_what_is_left_of_it()
    {
        var reply = _grain.RequestProbe(_host.Protocol.PermitRequest(_host.Now));
        _grain.Wait(4);
        Assert.Equal(6, _host.Protocol.PermitAnswered(reply, _host.Now)!.Value.Permit!.EndsIn.TotalSeconds, 3);
    }

    [Fact]
    public void PermitAnswered_by_an_activation_that_is_outranked_is_worth_nothing()
    {
        var reply = _grain.RequestProbe(_host.Protocol.PermitRequest(_host.Now));
        var later = _grain.Coordinator.Snapshot(_grain.Now);
        _host.Protocol.Hear(later with { Stamp = new(later.Stamp.Incarnation + 1, 0) }, _host.Now);
        Assert.Null(_host.Protocol.PermitAnswered(reply, _host.Now));
    }

    [Fact]
    public void PermitAnswered_gives_a_ticket_that_is_not_counted()
    {
        var ticket = _host.AskPermit()!.Value;
        Assert.True(ticket.IsProbe);
        Assert.Equal((CallTicket.NotCounted, 0L), (ticket.ClusterGeneration, ticket.LocalProbe));
        _host.Protocol.Failed(ticket, _host.Now, .5);
        Assert.Empty(_host.Protocol.NextReport(_host.Now)!.Counts);
    }

    [Fact]
    public void PermitUnanswered_rejects_until_the_budget_is_over_then_asks_again()
    {
        Decide(_host);
        _host.Protocol.PermitUnanswered(_host.Now);
        Assert.False(_host.Protocol.IsAlone);
        Assert.Equal(Decision.Reject, Decide(_host));
        _grain.Wait(.1);
        Assert.Equal(Decision.AskPermit, Decide(_host));
    }

    [Fact]
    public void PermitUnanswered_without_a_lease_goes_alone()
    {
        Decide(_host);
        _grain.Wait(10);
        _host.Protocol.PermitUnanswered(_host.Now);
        Assert.True(_host.Protocol.IsAlone);
        Assert.Equal(Decision.Run, Decide(_host));
    }

    [Fact]
    public void ProbeReport_says_what_the_permit_said()
    {
        var permit = _host.AskPermit()!.Value.Permit!;
        var report = _host.Protocol.ProbeReport(permit, ProbeOutcome.Success, _host.Now);
        Assert.Equal((_host.Id, permit.Generation, permit.Number), (report.Host, report.Generation, report.Number));
        Assert.Equal(_grain.Coordinator.Stamp, report.Remembered!.Stamp);
    }

    private static Decision Decide(TestHost host) => host.Protocol.Decide(host.Now, .5, out _);
}
