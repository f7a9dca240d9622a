using Failfast.Contract;
using Failfast.Machine;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Stamps: the newer of two snapshots, without a write.</summary>
public class CoordinatorStampTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5), incarnation: 3);

    [Fact]
    public void Stamp_starts_with_the_incarnation() => Assert.Equal(new Stamp(3, 0), _grain.Coordinator.Stamp);

    [Fact]
    public void Stamp_version_rises_with_each_thing_published()
    {
        _grain.Operate(new BreakerEvent.Isolated("a"));
        Assert.Equal(new Stamp(3, 1), _grain.Coordinator.Stamp);
        _grain.Operate(new BreakerEvent.Isolated("b"));
        Assert.Equal(new Stamp(3, 2), _grain.Coordinator.Stamp);
        _grain.Operate(new BreakerEvent.Isolated("b"));
        Assert.Equal(new Stamp(3, 2), _grain.Coordinator.Stamp);
        _grain.Configure(null);
        Assert.Equal(new Stamp(3, 3), _grain.Coordinator.Stamp);
        Assert.Equal(3, _grain.Persisted);
    }

    [Theory]
    [InlineData(3, 0, 3)]
    [InlineData(2, 900, 3)]
    [InlineData(3, 1, 4)]
    [InlineData(4, 0, 5)]
    [InlineData(1_000, 7, 1_001)]
    public void Learn_rises_above_a_later_stamp_only(long incarnation, long version, long risen)
    {
        Assert.True(_grain.Coordinator.Learn(new GrainSnapshot { Stamp = new(incarnation, version) }, _grain.Now));
        Assert.Equal(risen, _grain.Coordinator.Stamp.Incarnation);
    }

    [Fact]
    public void Report_reply_is_always_later_than_what_the_host_shows()
    {
        var shown = new Stamp(9, 9);
        var reply = _grain.Report(new HostReport { Host = Guid.NewGuid(), Remembered = new GrainSnapshot { Stamp = shown } });
        Assert.True(reply.Snapshot.Stamp > shown);
    }

    [Fact]
    public void Learn_zombie_and_successor_agree_as_soon_as_someone_speaks_to_both()
    {
        var zombie = _grain.Coordinator;
        var host = _grain.AddHost();
        host.Call("S");
        _grain.Operate(new BreakerEvent.Isolated("by the zombie"));
        _grain.Restart(newIncarnation: 3);
        _grain.Wait(1);
        host.CallRejected("S");
        _grain.Settle();

        Assert.Equal(BreakerState.Isolated, _grain.State);
        Assert.True(_grain.Coordinator.Stamp > zombie.Stamp);
        Assert.Equal(_grain.Coordinator.Stamp, host.Protocol.Heard!.Stamp);

        // What the zombie still says is old news.
        host.Protocol.Hear(zombie.Snapshot(_grain.Now) with { State = BreakerState.Closed }, host.Now);
        Assert.Equal(BreakerState.Isolated, host.Snapshot.State);
    }

    [Fact]
    public void Learn_new_incarnation_alone_is_no_generation()
    {
        var host = _grain.AddHost();
        host.Call("S");
        _grain.Restart(newIncarnation: 8);
        host.Call("F");
        _grain.Settle();
        Assert.Equal(0, _grain.Coordinator.State.Generation);
        Assert.Equal(0, host.Snapshot.Generation);
    }

    [Theory]
    [InlineData(1, 5, 2, 0)]
    [InlineData(2, 3, 2, 4)]
    [InlineData(long.MinValue, 0, long.MaxValue, 0)]
    public void CompareTo_incarnation_first(long incarnation, long version, long later, long laterVersion)
    {
        var (a, b) = (new Stamp(incarnation, version), new Stamp(later, laterVersion));
        Assert.True(a < b && b > a && a <= b && b >= a && !(a > b) && a.CompareTo(a) == 0);
    }
}
