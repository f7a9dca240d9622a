using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

public class RejectUntilKnownTests
{
    private static readonly BreakerSettings Settings = Policy.Consecutive(3) with { RejectUntilKnown = TimeSpan.FromSeconds(30) };

    private readonly TestGrain _grain = new(Settings);
    private readonly TestHost _host;

    public RejectUntilKnownTests() => _host = _grain.AddHost();

    [Fact]
    public void Decide_grain_answers_and_the_call_runs()
    {
        _host.Call("S");
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_host.Snapshot.State, _host.Snapshot.Scope));
    }

    [Fact]
    public void Decide_grain_does_not_answer_rejects_until_the_time_is_over()
    {
        _grain.Reachable = false;
        _host.CallRejected("S");
        Assert.Equal((BreakerState.Open, BreakerScope.Alone, "its state is not known yet"), (_host.Snapshot.State, _host.Snapshot.Scope, _host.Snapshot.Reason));
        Assert.Equal(TimeSpan.FromSeconds(30), _host.Snapshot.RetryAfter);
        _grain.Wait(29.9);
        _host.CallRejected("S");
        _grain.Wait(.1);
        _host.Call("S");
        Assert.Equal(BreakerState.Closed, _host.Snapshot.State);
    }

    [Fact]
    public void Decide_grain_answers_at_last_and_calls_run_at_once()
    {
        _grain.Reachable = false;
        _host.CallRejected("S");
        _grain.Wait(3);
        _grain.Reachable = true;
        Assert.True(_host.Report());
        _host.Call("S");
    }

    [Fact]
    public void Decide_grain_has_not_read_its_row_rejects_until_it_has()
    {
        _grain.Coordinator.AwaitsRow = true;
        _host.CallRejected("S");
        var told = _grain.Coordinator.RowRead();
        Assert.True(told.Publish);
        _host.Protocol.Apply(_grain.Coordinator.Snapshot(_grain.Now), _host.Now);
        _host.Call("S");
    }

    [Fact]
    public void RowRead_without_the_setting_publishes_nothing()
    {
        var grain = new TestGrain(Settings with { RejectUntilKnown = null });
        grain.Coordinator.AwaitsRow = true;
        Assert.True(grain.Coordinator.Snapshot(grain.Now).IsProvisional);
        Assert.False(grain.Coordinator.RowRead().Publish);
        Assert.False(grain.Coordinator.Snapshot(grain.Now).IsProvisional);
    }

    [Fact]
    public void Decide_known_once_and_then_alone_lets_calls_through()
    {
        _host.Call("S");
        _grain.Settle();
        _grain.Reachable = false;
        _grain.Wait(20);
        _host.Call("S");
    }

    [Fact]
    public void Decide_caller_that_can_not_wait_is_rejected()
    {
        _grain.Reachable = false;
        var attempt = new Attempt(Caller.Instant, _host.Now);
        Assert.Equal(Decision.Reject, _host.Session.Admit(ref attempt, _host.Now, .5, out _));
    }

    [Fact]
    public void Decide_only_observing_runs_every_call()
    {
        var grain = new TestGrain(Settings with { ObserveOnly = true }) { Reachable = false };
        var host = grain.AddHost();
        var attempt = new Attempt(Caller.Instant, host.Now);
        Assert.Equal(Decision.RunUncounted, host.Session.Admit(ref attempt, host.Now, .5, out _));
    }
}
