using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Probes that wait for a call.</summary>
public class KeptProbesTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(1) with { ProbeTimeout = TimeSpan.FromSeconds(8) });
    private readonly TestHost _host;
    private readonly KeptProbes _kept;

    public KeptProbesTests()
    {
        _host = _grain.AddHost();
        _kept = new(_host.Protocol, new());
        _host.Call("SF");
        _grain.Confirm();
        _grain.Wait(1);
    }

    private TimeSpan Now => _host.Now;

    [Fact]
    public void TryTake_spare_one_is_anybodys_and_a_promised_one_no_waiters()
    {
        var probe = Asked();
        _kept.Put(probe, isPromised: true, Now);
        Assert.False(TryTake(out _, mayBePromised: false));
        Assert.True(TryTake(out var taken));
        Assert.Equal(probe, taken);

        _kept.Put(probe, isPromised: false, Now);
        Assert.True(TryTake(out taken, mayBePromised: false));
        Assert.Equal(probe, taken);
        Assert.False(TryTake(out _));
    }

    [Fact]
    public void TryTake_kept_for_a_while_has_so_much_less_time_left()
    {
        var probe = Asked();
        _kept.Put(probe, isPromised: false, Now);
        var since = Now;
        _grain.Wait(.5);

        Assert.True(TryTake(out var taken));

        Assert.Equal(probe.Permit!.EndsIn - (Now - since), taken.Permit!.EndsIn);
    }

    [Theory]
    // Half of its time, but no longer than a second.
    [InlineData(8, 1)]
    [InlineData(1.5, .75)]
    public void TryTakeExpired_is_for_those_that_nobody_came_for(double endsIn, double keptFor)
    {
        var probe = Asked();
        probe = probe with { Permit = probe.Permit! with { EndsIn = TimeSpan.FromSeconds(endsIn) } };
        _kept.Put(probe, isPromised: true, Now);
        _grain.Wait(keptFor - .001);
        Assert.False(_kept.TryTakeExpired(Now, out _));
        _grain.Wait(.001);
        Assert.False(TryTake(out _));
        Assert.True(_kept.TryTakeExpired(Now, out var expired));
        Assert.Equal(probe.Permit.Number, expired.Permit!.Number);
        Assert.True(_kept.IsEmpty);
    }

    [Fact]
    public void TryTakeExpired_own_probe_is_kept_for_no_longer_than_half_its_time()
    {
        var grain = new TestGrain(Policy.Consecutive(1) with { ProbeTimeout = TimeSpan.FromMilliseconds(200) }) { Reachable = false };
        var host = grain.AddHost();
        var kept = new KeptProbes(host.Protocol, new());
        host.Call("F");
        grain.Wait(1);
        Assert.Equal(Decision.Run, host.Protocol.Decide(host.Now, .5, out var probe));
        Assert.True(probe.LocalProbe != 0);
        kept.Put(probe, isPromised: true, host.Now);
        grain.Wait(.1);

        Assert.False(kept.TryTake(host.Now, mayBePromised: true, out _));
        Assert.True(kept.TryTakeExpired(host.Now, out _));
    }

    [Fact]
    public void MustRenew_probe_that_nobody_came_for_after_a_pause_while_one_is_wanted()
    {
        _kept.Want(Now);
        _kept.Put(Asked(), isPromised: false, Now);
        _grain.Wait(1);
        Assert.False(_kept.MustRenew(Now));
        Assert.True(_kept.TryTakeExpired(Now, out var expired));
        _grain.EndProbe(_host.Protocol.ProbeReport(expired.Permit!, ProbeOutcome.Ignored, Now));
        _grain.Wait(.9);
        Assert.False(_kept.MustRenew(Now));
        _grain.Wait(.1);
        Assert.True(_kept.MustRenew(Now));
        Assert.False(_kept.MustRenew(Now));

        // Somebody else has it: then that is that.
        Assert.NotNull(_host.AskPermit());
        Assert.Null(_grain.AddHost().AskPermit());
    }

    [Fact]
    public void MustRenew_nobody_has_asked_for_long_is_left_alone()
    {
        _kept.Want(Now);
        _grain.Wait(59.5);
        _host.Protocol.Asked();
        _grain.Settle();
        _kept.Put(Asked(), isPromised: false, Now);
        _grain.Wait(1);
        Assert.True(_kept.TryTakeExpired(Now, out _));
        _grain.Wait(1);
        Assert.False(_kept.MustRenew(Now));
    }

    [Fact]
    public void TryTake_permit_of_an_incarnation_that_was_outranked_is_left_to_be_given_back()
    {
        _kept.Put(Asked(), isPromised: false, Now);
        var word = _grain.Coordinator.Snapshot(_grain.Now);
        _host.Protocol.Hear(word with { Stamp = new(word.Stamp.Incarnation + 1, 0) }, Now);
        Assert.Equal(BreakerState.HalfOpen, _host.Snapshot.State);

        Assert.False(TryTake(out _));
        Assert.True(_kept.TryTakeExpired(Now, out _));
    }

    [Fact]
    public void TryTake_one_of_a_state_gone_by_is_left_to_be_given_back()
    {
        _kept.Put(Asked(), isPromised: false, Now);
        _grain.Operate(new BreakerEvent.ClosedByOperator());

        Assert.False(TryTake(out _));
        Assert.True(_kept.TryTakeExpired(Now, out _));
    }

    private CallTicket Asked()
    {
        Assert.Equal(Decision.AskPermit, _host.Protocol.Decide(Now, .5, out _));
        return _host.AskPermit()!.Value;
    }

    private bool TryTake(out CallTicket probe, bool mayBePromised = true) => _kept.TryTake(Now, mayBePromised, out probe);
}
