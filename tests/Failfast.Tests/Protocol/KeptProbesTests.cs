using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Probes that wait for a call.</summary>
public class KeptProbesTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(1) with { ProbeTimeout = TimeSpan.FromSeconds(8) });
    private readonly TestHost _host;
    private readonly KeptProbes _kept = new(new());

    public KeptProbesTests()
    {
        _host = _grain.AddHost();
        _host.Call("SF");
        _grain.Confirm();
        _grain.Wait(1);
    }

    private TimeSpan Now => _host.Now;

    [Fact]
    public void TryTake_spare_one_is_anybodys_and_a_promised_one_no_waiters()
    {
        var probe = Asked();
        _kept.Promise(probe, Now);
        Assert.False(TryTake(out _, mayBePromised: false));
        Assert.True(TryTake(out var taken));
        Assert.Equal(probe, taken);

        _kept.Spare(probe, Now);
        Assert.True(TryTake(out taken, mayBePromised: false));
        Assert.Equal(probe, taken);
        Assert.False(TryTake(out _));
    }

    [Fact]
    public void TryTake_kept_for_a_while_has_so_much_less_time_left()
    {
        var probe = Asked();
        _kept.Spare(probe, Now);
        var since = Now;
        _grain.Wait(3);

        Assert.True(TryTake(out var taken));

        Assert.Equal(probe.Permit!.EndsIn - (Now - since), taken.Permit!.EndsIn);
    }

    [Theory]
    // Half its time, or half a lease, or what was promised, whichever is least.
    [InlineData(8, false, 4)]
    [InlineData(60, false, 5)]
    [InlineData(8, true, 1)]
    [InlineData(1.5, true, .75)]
    public void TryTakeExpired_is_for_those_that_nobody_came_for(double endsIn, bool isPromised, double keptFor)
    {
        var probe = Asked() with { LocalProbe = 0 };
        probe = probe with { Permit = probe.Permit! with { EndsIn = TimeSpan.FromSeconds(endsIn) } };
        if (isPromised)
            _kept.Promise(probe, Now);
        else
            _kept.Spare(probe, Now);
        _grain.Wait(keptFor - .001);
        Assert.False(_kept.TryTakeExpired(Now, out _));
        _grain.Wait(.001);
        Assert.False(TryTake(out _));
        Assert.True(_kept.TryTakeExpired(Now, out var expired));
        Assert.Equal(probe.Permit.Number, expired.Permit!.Number);
        Assert.False(_kept.TryTakeExpired(Now, out _));
    }

    [Fact]
    public void TryTake_one_of_a_state_gone_by_is_left_to_be_given_back()
    {
        _kept.Spare(Asked(), Now);
        _grain.Operate(new BreakerEvent.ClosedByOperator());

        Assert.False(TryTake(out _));
        Assert.True(_kept.TryTakeExpired(Now, out _));
    }

    private CallTicket Asked()
    {
        Assert.Equal(Decision.AskPermit, _host.Protocol.Decide(Now, .5, out _));
        return _host.AskPermit()!.Value;
    }

    private bool TryTake(out CallTicket probe, bool mayBePromised = true) => _kept.TryTake(_host.Protocol, Now, mayBePromised, out probe);
}
