using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
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
    [InlineData(3, 0, false)]
    [InlineData(2, 900, false)]
    [InlineData(3, 1, true)]
    [InlineData(4, 0, true)]
    [InlineData(1_000_000_000, 7, true)]
    public void Learn_rises_above_a_later_stamp_only(long incarnation, long version, bool rises)
    {
        var shown = new Stamp(incarnation, version);
        Assert.True(_grain.Coordinator.Learn(new GrainSnapshot { Stamp = shown }, _grain.Now).Result);
        var stamp = _grain.Coordinator.Stamp;
        Assert.True(stamp >= shown);
        Assert.Equal(rises ? Incarnations.Above(incarnation, 3) : 3, stamp.Incarnation);
    }

    [Fact]
    public void Learn_two_that_rise_above_one_number_and_above_each_other_never_share_one()
    {
        var shown = new GrainSnapshot { Stamp = new(1L << 50, 5) };
        var (one, other) = (new TestGrain(Policy.Consecutive(5), incarnation: 7), new TestGrain(Policy.Consecutive(5), incarnation: 8));
        for (var i = 0; i < 4; i++)
        {
            Assert.True(one.Coordinator.Learn(shown, one.Now).Result && other.Coordinator.Learn(shown, other.Now).Result);
            Assert.NotEqual(one.Coordinator.Stamp.Incarnation, other.Coordinator.Stamp.Incarnation);
            var (a, b) = (one.Coordinator.Snapshot(one.Now), other.Coordinator.Snapshot(other.Now));
            shown = a.Stamp > b.Stamp ? a : b;
        }
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("2026-11-24")]
    [InlineData("9999-12-31")]
    public void Next_whatever_the_clock_says_is_what_a_host_believes(string date)
    {
        var incarnation = Incarnations.Next(DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture), long.MaxValue);
        Assert.True(Plausible.Snapshot(new GrainSnapshot { Stamp = new(incarnation, 0) }));
        Assert.True(Incarnations.Above(incarnation, 9) > incarnation);
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
        Assert.Equal(_grain.Coordinator.Stamp, host.Protocol.LastSnapshot!.Stamp);

        // What the zombie still says is old news.
        host.Protocol.Apply(zombie.Snapshot(_grain.Now) with { State = BreakerState.Closed }, host.Now);
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
