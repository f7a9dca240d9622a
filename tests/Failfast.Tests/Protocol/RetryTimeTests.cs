using Failfast.Contract;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>A dependency that says itself how long it wants not to be called.</summary>
public class RetryTimeTests
{
    private static readonly TimeSpan s_asked = TimeSpan.FromSeconds(30);

    private readonly TestGrain _grain = new(Policy.Consecutive(3) with { MaxBreakDuration = TimeSpan.FromSeconds(60) });
    private readonly TestHost[] _hosts;

    public RetryTimeTests()
    {
        _hosts = _grain.AddHosts(2);
        foreach (var host in _hosts)
            host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Heed_by_one_host_lengthens_the_break_that_failures_of_another_cause()
    {
        _hosts[0].Session.Heed(s_asked, _hosts[0].Now);
        _grain.Wait(1.1);
        _hosts[0].Call("S");
        _grain.Settle();
        Assert.Equal(BreakerState.Closed, _grain.State);

        _hosts[1].Call("FFF");
        _grain.Confirm();

        Assert.Equal(BreakerState.Open, _grain.State);
        Assert.InRange(_hosts[1].RetryAfter!.Value.TotalSeconds, 28, 29);
        Assert.Contains("it asks for a pause of 29 s", _grain.Coordinator.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Heed_opens_nothing_and_is_over_when_its_time_has_passed()
    {
        _hosts[0].Session.Heed(s_asked, _hosts[0].Now);
        _hosts[0].Call("FF");
        _grain.Confirm();
        Assert.Equal(BreakerState.Closed, _grain.State);
        _grain.Wait(31);

        _hosts[0].Call("FFF");
        _grain.Confirm();

        Assert.InRange(_hosts[0].RetryAfter!.Value.TotalSeconds, .9, 1);
    }

    [Fact]
    public void Heed_in_a_failed_probe_lengthens_the_next_break()
    {
        _hosts[0].Call("FFF");
        _grain.Confirm();
        _grain.Wait(1);
        var probe = _hosts[0].RequestProbe()!.Value;

        _hosts[0].Protocol.Heed(s_asked, _hosts[0].Now);
        _grain.EndProbe(_hosts[0].Protocol.ProbeReport(probe.ClusterProbe!, ProbeOutcome.Failure, default, _hosts[0].Now));

        Assert.Equal(BreakerState.Open, _grain.State);
        Assert.Equal(30, _grain.Coordinator.State.BreakLength.TotalSeconds, 2);
    }

    [Fact]
    public void Heed_is_known_to_a_new_activation_from_the_next_report()
    {
        _hosts[0].Session.Heed(s_asked, _hosts[0].Now);
        _grain.Restart();
        for (var i = 0; i < 3; i++)
        {
            _grain.Wait(1.1);
            foreach (var host in _hosts)
                host.Call("S");
            _grain.Settle();
        }

        _hosts[1].Call("FFF");
        _grain.Confirm();

        Assert.InRange(_grain.Coordinator.State.BreakLength.TotalSeconds, 26, 28);
    }

    [Fact]
    public void Heed_holds_for_a_host_that_is_alone()
    {
        _grain.Reachable = false;
        _hosts[0].Session.Heed(s_asked, _hosts[0].Now);
        _hosts[0].Call("FFF");

        Assert.Equal((BreakerState.Open, BreakerScope.Host), (_hosts[0].Snapshot.State, _hosts[0].Snapshot.Scope));
        Assert.Equal(s_asked, _hosts[0].RetryAfter);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public void Heed_of_nothing_changes_nothing(long? ticks)
    {
        var time = new RetryTime();

        time.Heed(ticks is { } some ? new TimeSpan(some) : null, _grain.Now);

        Assert.Null(time.Left(_grain.Now));
    }

    [Fact]
    public void Heed_keeps_the_latest_and_no_more_than_the_longest_break()
    {
        var time = new RetryTime();
        time.Heed(s_asked, _grain.Now);
        time.Heed(TimeSpan.FromSeconds(1), _grain.Now);
        Assert.Equal(s_asked, time.Left(_grain.Now));

        time.Heed(TimeSpan.MaxValue, _grain.Now);
        Assert.Equal(BreakerSettingsRules.LongestBreak, time.Left(_grain.Now));
    }
}
