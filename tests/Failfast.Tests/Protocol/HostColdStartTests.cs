using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>A process that meets a name for the first time, and one whose lease has run out.</summary>
public class HostColdStartTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(3));
    private readonly TestHost _host;

    public HostColdStartTests() => _host = _grain.AddHost();

    [Fact]
    public void Decide_cold_host_asks_once_and_every_caller_waits_for_that()
    {
        Assert.Null(_host.Protocol.NextReport(_host.Now));
        Assert.Equal(Decision.AwaitSnapshot, Decide());
        Assert.NotNull(_host.Protocol.NextReport(_host.Now));
        Assert.Equal(Decision.AwaitSnapshot, Decide());
        Assert.Null(_host.Protocol.NextReport(_host.Now));
    }

    [Fact]
    public void GiveUpWaiting_nobody_waits_any_more()
    {
        Decide();
        _host.Protocol.GiveUpWaiting(_host.Now);

        Assert.True(_host.Protocol.IsAlone);
        Assert.Equal(GuardMode.Counting, _host.Mode);
        Assert.Equal((BreakerState.Closed, BreakerScope.Alone), (_host.Snapshot.State, _host.Snapshot.Scope));
        _grain.Wait(3_600);
        Assert.Equal(GuardMode.Counting, _host.Mode);
    }

    [Fact]
    public void ReportUnanswered_is_tried_again_with_backoff_up_to_two_seconds()
    {
        _grain.Reachable = false;
        Decide();
        double[] waits = [.25, .5, 1, 2, 2, 2];
        foreach (var wait in waits)
        {
            Assert.NotNull(_host.Protocol.NextReport(_host.Now));
            _host.Protocol.ReportUnanswered(_host.Now);
            _grain.Wait(wait - .001);
            Assert.Null(_host.Protocol.NextReport(_host.Now));
            _grain.Wait(.001);
        }

        _grain.Reachable = true;
        Assert.True(_host.Report());
        Assert.False(_host.Protocol.IsAlone);
    }

    [Fact]
    public void Decide_second_process_joins_an_open_breaker_with_its_deadline()
    {
        _host.Call("FFF");
        _grain.Settle();
        _grain.Wait(.4);
        var joined = _grain.AddHost();

        joined.CallRejected("SF");

        Assert.Equal(TimeSpan.FromSeconds(.6), joined.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(.6), _host.RetryAfter);
    }

    [Fact]
    public void Decide_calls_run_before_the_first_word_are_counted_with_it()
    {
        _grain.Reachable = false;
        _host.Call("FF");
        _grain.Reachable = true;
        _grain.Wait(1);
        _grain.Settle();
        Assert.Equal(2, _grain.Total().Failures);
        _host.Call("F");
        _grain.Settle();
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void View_lease_runs_out_after_ten_seconds_of_silence()
    {
        _host.Call("S");
        _grain.Settle();
        _grain.Wait(9.999);
        Assert.Equal(GuardMode.Counting, _host.Mode);
        _grain.Wait(.001);
        Assert.Equal(GuardMode.Undecided, _host.Mode);
        _host.Call("S");
        Assert.Equal(GuardMode.Counting, _host.Mode);
    }

    [Fact]
    public void View_any_word_renews_the_lease()
    {
        _host.Call("S");
        _grain.Settle();
        _grain.Wait(9);
        _host.Protocol.Apply(_grain.Coordinator.Snapshot(_grain.Now), _host.Now);
        _grain.Wait(9);
        Assert.Equal(GuardMode.Counting, _host.Mode);
    }

    [Fact]
    public void Decide_lease_ran_out_in_a_partition_waits_once()
    {
        _host.Call("S");
        _grain.Settle();
        _grain.Reachable = false;
        _grain.Wait(10);
        Assert.Equal(Decision.AwaitSnapshot, Decide());
        _host.Protocol.GiveUpWaiting(_host.Now);
        Assert.Equal(Decision.Run, Decide());
        Assert.Equal(BreakerScope.Alone, _host.Snapshot.Scope);
    }

    [Fact]
    public void Reconfigure_counts_until_the_grain_speaks()
    {
        _host.Protocol.Reconfigure(Policy.Consecutive(9));
        Assert.Equal(9, _host.Protocol.Settings.ConsecutiveFailures);
        _host.Call("S");
        Assert.Equal(3, _host.Protocol.Settings.ConsecutiveFailures);
        _host.Protocol.Reconfigure(Policy.Consecutive(9));
        Assert.Equal(3, _host.Protocol.Settings.ConsecutiveFailures);
    }

    private Decision Decide() => _host.Protocol.Decide(_host.Now, .5, out _);
}
