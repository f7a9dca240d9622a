using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Probes that wait for a call.</summary>
public class ProbePoolTests
{
    private static readonly TimeSpan LongAhead = TimeSpan.FromDays(300);

    private readonly TestGrain _grain = new(Policy.Consecutive(1) with { ProbeTimeout = TimeSpan.FromSeconds(8) });
    private readonly TestHost _host;
    private readonly ProbePool _pool;

    public ProbePoolTests()
    {
        _host = _grain.AddHost();
        _pool = new(_host.Protocol, new());
        _host.Call("SF");
        _grain.Confirm();
        _grain.Wait(1);
    }

    private TimeSpan Now => _host.Now;

    [Fact]
    public void TryTake_spare_one_is_anybodys_and_a_reserved_one_no_consumers_for_a_second()
    {
        var probe = Asked();
        Add(probe, reserved: true);
        Assert.False(TryTake(out _, mayBeReserved: false));
        Assert.True(TryTake(out var taken));
        Assert.Equal(probe, taken);

        Add(probe, reserved: false);
        Assert.True(TryTake(out taken, mayBeReserved: false));
        Assert.Equal(probe, taken);
        Assert.False(TryTake(out _));

        Add(probe, reserved: true);
        _grain.Wait(1);
        Assert.True(TryTake(out _, mayBeReserved: false));
    }

    [Fact]
    public void TryTake_at_the_time_by_which_its_call_had_to_begin_is_left_to_be_given_back()
    {
        var probe = Asked();
        _pool.Add(probe, Now + TimeSpan.FromSeconds(3), reserved: false, Now);
        _grain.Wait(2.999);
        Assert.False(_pool.TryTakeUseless(Now, isWanted: true, out _));
        _grain.Wait(.001);
        Assert.False(TryTake(out _));
        Assert.True(_pool.TryTakeUseless(Now, isWanted: true, out var useless));
        Assert.Equal(probe, useless);
        Assert.True(_pool.IsEmpty);
    }

    [Fact]
    public void TryTakeUseless_no_call_is_expected_any_more()
    {
        Add(Asked(), reserved: false);
        Assert.False(_pool.TryTakeUseless(Now, isWanted: true, out _));
        Assert.True(_pool.TryTakeUseless(Now, isWanted: false, out _));
        Assert.True(_pool.IsEmpty);
    }

    [Fact]
    public void MustRenew_each_interval()
    {
        var probe = Asked();
        Add(probe, reserved: false);
        for (var i = 0; i < 3; i++)
        {
            _grain.Wait(.999);
            Assert.False(_pool.MustRenew(Now));
            _grain.Wait(.001);
            Assert.True(_pool.MustRenew(Now));
            _pool.Renew(probe.ClusterProbe!, LongAhead, Now);
        }
    }

    [Fact]
    public void MustRenew_probe_of_this_host_alone_has_nobody_to_renew_it()
    {
        var grain = new TestGrain(Policy.Consecutive(1)) { Reachable = false };
        var host = grain.AddHost();
        var pool = new ProbePool(host.Protocol, new());
        host.Call("F");
        grain.Wait(1);
        Assert.Equal(Decision.Run, host.Protocol.Decide(host.Now, .5, out var probe));
        Assert.True(probe.LocalProbe != 0);

        pool.Add(probe, ProbePool.OwnUntil(host.Now), reserved: true, host.Now);
        grain.Wait(.999);
        Assert.Empty(pool.Numbers);
        Assert.False(pool.MustRenew(host.Now));
        Assert.False(pool.TryTakeUseless(host.Now, isWanted: true, out _));
        grain.Wait(.001);
        Assert.False(pool.TryTake(host.Now, mayBeReserved: true, out _, out _));
        Assert.True(pool.TryTakeUseless(host.Now, isWanted: true, out _));
    }

    [Fact]
    public void Renew_moves_the_time_by_which_its_call_must_begin()
    {
        var probe = Asked();
        _pool.Add(probe, Now + TimeSpan.FromSeconds(3), reserved: false, Now);
        _grain.Wait(1);
        _pool.Renew(probe.ClusterProbe!, Now + TimeSpan.FromSeconds(3), Now);
        _grain.Wait(2.999);
        Assert.True(TryTake(out _));
    }

    [Fact]
    public void Recall_gives_up_a_spare_one_and_what_is_reserved_once_nobody_came_for_it()
    {
        var probe = Asked();
        Add(probe, reserved: true);
        _pool.Recall(probe.ClusterProbe!.Number + 1);
        _grain.Wait(1);
        Assert.False(_pool.TryTakeUseless(Now, isWanted: true, out _));

        _pool.Drop(probe.ClusterProbe.Number);
        Add(probe, reserved: true);
        _pool.Recall(probe.ClusterProbe.Number);
        Assert.False(_pool.TryTakeUseless(Now, isWanted: true, out _));
        Assert.False(TryTake(out _, mayBeReserved: false));
        _grain.Wait(1);
        Assert.True(_pool.TryTakeUseless(Now, isWanted: true, out var recalled));
        Assert.Equal(probe, recalled);
        Assert.True(_pool.IsEmpty);
    }

    [Fact]
    public void TryTake_permit_of_an_incarnation_that_was_outranked_is_left_to_be_given_back()
    {
        Add(Asked(), reserved: false);
        var word = _grain.Coordinator.Snapshot(_grain.Now);
        _host.Protocol.Apply(word with { Stamp = new(word.Stamp.Incarnation + 1, 0) }, Now);
        Assert.Equal(BreakerState.HalfOpen, _host.Snapshot.State);

        Assert.False(TryTake(out _));
        Assert.True(_pool.TryTakeUseless(Now, isWanted: true, out _));
    }

    [Fact]
    public void TryTake_one_of_a_state_gone_by_is_left_to_be_given_back()
    {
        Add(Asked(), reserved: false);
        _grain.Operate(new BreakerEvent.ClosedByOperator());

        Assert.False(TryTake(out _));
        Assert.True(_pool.TryTakeUseless(Now, isWanted: true, out _));
    }

    private CallTicket Asked()
    {
        Assert.Equal(Decision.RequestProbe, _host.Protocol.Decide(Now, .5, out _));
        return _host.RequestProbe()!.Value;
    }

    private void Add(CallTicket probe, bool reserved) => _pool.Add(probe, LongAhead, reserved, Now);

    private bool TryTake(out CallTicket probe, bool mayBeReserved = true) => _pool.TryTake(Now, mayBeReserved, out probe, out _);
}
