using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Pushes and replies: what is older changes nothing.</summary>
public class HostSnapshotsTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(3));
    private readonly TestHost _host;

    public HostSnapshotsTests()
    {
        _host = _grain.AddHost();
        _host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Hear_reordered_pushes_end_with_the_newest()
    {
        _grain.Pushes = false;
        var words = new List<GrainSnapshot>();
        for (var i = 1; i <= 6; i++)
        {
            _grain.Operate(i % 2 == 1 ? new BreakerEvent.Isolated($"{i}") : new BreakerEvent.ClosedByOperator());
            words.Add(_grain.Coordinator.Snapshot(_grain.Now));
        }

        foreach (var i in new[] { 1, 6, 5, 4, 3, 2 })
            _host.Protocol.Apply(words[i - 1], _host.Now);

        Assert.Equal((6L, BreakerState.Closed), (_host.Snapshot.Generation, _host.Snapshot.State));
    }

    [Fact]
    public void Hear_older_word_does_not_renew_the_lease()
    {
        var old = _grain.Coordinator.Snapshot(_grain.Now);
        _grain.Operate(new BreakerEvent.Isolated(null));
        _grain.Wait(9);
        _host.Protocol.Apply(old, _host.Now);
        _grain.Wait(1);
        Assert.Equal(GuardMode.Undecided, _host.Mode);
    }

    [Fact]
    public void Hear_without_settings_before_any_is_not_enough()
    {
        var fresh = _grain.AddHost();
        fresh.Protocol.Apply(_grain.Coordinator.Snapshot(_grain.Now) with { Settings = null }, fresh.Now);
        Assert.Null(fresh.Protocol.LastSnapshot);
    }

    [Fact]
    public void Hear_late_reply_about_a_forgotten_snapshot_takes_no_settings_of_another()
    {
        var now = _grain.Coordinator.Snapshot(_grain.Now);
        var outranked = now with { Stamp = new(99, 9), Settings = now.Settings! with { ConsecutiveFailures = 7 } };
        _host.Protocol.Apply(outranked, _host.Now);
        _host.Protocol.Replied(new GrainReply { Snapshot = now, ForgetYours = true }, _host.Now);

        // Its sender knew that the host had these settings when it asked.
        _host.Protocol.Replied(new GrainReply { Snapshot = outranked with { Settings = null } }, _host.Now);

        Assert.Equal(now, _host.Protocol.LastSnapshot);
    }

    [Fact]
    public void Hear_same_word_again_does_not_lengthen_a_break()
    {
        _host.Call("FFF");
        _grain.Settle();
        var word = _grain.Coordinator.Snapshot(_grain.Now);
        _grain.Wait(.6);
        _host.Protocol.Apply(word, _host.Now);
        Assert.Equal(TimeSpan.FromSeconds(.4), _host.RetryAfter);
    }

    [Fact]
    public void Hear_break_told_longer_than_it_is_ends_with_its_length()
    {
        _host.Protocol.Apply(
            _grain.Coordinator.Snapshot(_grain.Now) with
            {
                Stamp = new(9, 0), Generation = 1, State = BreakerState.Open,
                BreakLength = TimeSpan.FromSeconds(2), Remaining = TimeSpan.FromHours(1),
            },
            _host.Now);
        Assert.Equal(TimeSpan.FromSeconds(2), _host.RetryAfter);
    }

    [Fact]
    public void Replied_forget_yours_takes_a_lower_stamp()
    {
        _host.Protocol.Apply(_grain.Coordinator.Snapshot(_grain.Now) with { Stamp = new(99, 9), State = BreakerState.Isolated, Generation = 9 }, _host.Now);
        Assert.Equal(BreakerState.Isolated, _host.Snapshot.State);
        _host.Protocol.Replied(new GrainReply { Snapshot = _grain.Coordinator.Snapshot(_grain.Now), ForgetYours = true }, _host.Now);
        Assert.Equal((BreakerState.Closed, new Stamp(1, 0)), (_host.Snapshot.State, _host.Protocol.LastSnapshot!.Stamp));
    }

    [Fact]
    public void Snapshot_is_free_of_side_effects()
    {
        _host.Call("FFF");
        _grain.Settle();
        _grain.Wait(1);
        for (var i = 0; i < 10; i++)
            Assert.Equal(BreakerState.HalfOpen, _host.Snapshot.State);
        Assert.Equal(BreakerState.Open, _grain.State);
        Assert.Null(_host.Protocol.NextReport(_host.Now));
        Assert.Equal(Decision.RequestProbe, _host.Protocol.Decide(_host.Now, .5, out _));
    }
}
