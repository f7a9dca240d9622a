using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Numbers that can't be true are refused, and whoever sent them is told the truth.</summary>
public class CoordinatorRefusalTests
{
    private static readonly GrainSnapshot Fine = new()
    {
        Stamp = new(1, 0), Generation = 3, State = BreakerState.Open, Breaks = 1,
        BreakLength = TimeSpan.FromSeconds(5), Remaining = TimeSpan.FromSeconds(2),
    };

    private static readonly Dictionary<string, GrainSnapshot> Implausible = new()
    {
        ["incarnation negative"] = Fine with { Stamp = new(-1, 0) },
        ["incarnation huge"] = Fine with { Stamp = new(long.MaxValue, 0) },
        ["version negative"] = Fine with { Stamp = new(1, -1) },
        ["version huge"] = Fine with { Stamp = new(1, long.MaxValue) },
        ["generation negative"] = Fine with { Generation = -1 },
        ["generation huge"] = Fine with { Generation = long.MaxValue },
        ["revision negative"] = Fine with { SettingsRevision = -1 },
        ["revision huge"] = Fine with { SettingsRevision = long.MaxValue },
        ["breaks negative"] = Fine with { Breaks = -1 },
        ["state unknown"] = Fine with { State = (BreakerState)5 },
        ["remaining negative"] = Fine with { Remaining = TimeSpan.FromTicks(-1) },
        ["break negative"] = Fine with { BreakLength = TimeSpan.FromTicks(-1) },
        ["break longer than any may be"] = Fine with { BreakLength = TimeSpan.FromDays(7) + TimeSpan.FromTicks(1) },
        ["break without end"] = Fine with { BreakLength = TimeSpan.MaxValue, Remaining = TimeSpan.MaxValue },
        ["settings out of range"] = Fine with { Settings = new() { MinimumHosts = 0 }, SettingsRevision = 1, SettingsAreOverride = true },
    };

    private readonly TestGrain _grain = new(Policy.Consecutive(5));

    public static TheoryData<string> Names => [.. Implausible.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Learn_implausible_memory_changes_nothing(string name)
    {
        Assert.False(_grain.Coordinator.Learn(Implausible[name], _grain.Now).Result);

        Assert.Equal((MachineState.Initial with { LastProbeNumber = 1 }, new Stamp(1, 0), 1L), (_grain.Coordinator.State, _grain.Coordinator.Stamp, _grain.Coordinator.Refused));
        Assert.Same(_grain.Settings, _grain.Coordinator.Settings);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_implausible_memory_is_to_be_forgotten_for_a_whole_snapshot(string name)
    {
        var reply = _grain.Report(new HostReport { Host = Guid.NewGuid(), Remembered = Implausible[name] });
        Assert.True(reply.ForgetYours);
        Assert.NotNull(reply.Snapshot.Settings);
    }

    [Fact]
    public void Report_implausible_memory_under_the_right_stamp_gets_the_settings_all_the_same()
    {
        var host = Guid.NewGuid();
        var known = _grain.Report(new HostReport { Host = host }).Snapshot;

        var reply = _grain.Report(new HostReport { Host = host, Remembered = known with { Breaks = -1 } });

        Assert.True(reply.ForgetYours);
        Assert.NotNull(reply.Snapshot.Settings);
    }

    [Fact]
    public void Learn_plausible_memory_is_taken() => Assert.True(_grain.Coordinator.Learn(Fine, _grain.Now).Result);

    /// <summary>The highest numbers that are let in must not make the grain's own word implausible.</summary>
    [Fact]
    public void Report_after_the_highest_plausible_memory_hosts_and_grain_still_agree()
    {
        var highest = Fine with
        {
            Stamp = new(Plausible.Limit - 1, Plausible.Limit - 1),
            Generation = Plausible.Limit - 1,
            SettingsRevision = Plausible.Limit - 1,
            Breaks = int.MaxValue,
            State = BreakerState.Isolated,
        };
        _grain.Report(new HostReport { Host = Guid.NewGuid(), Remembered = highest });
        _grain.Configure(Policy.Consecutive(1));
        var host = _grain.AddHost();
        host.CallRejected("S");
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        for (var i = 0; i < 3; i++)
        {
            _grain.Wait(1);
            host.Call("S");
            _grain.Settle();
        }

        Assert.Equal(0, _grain.Coordinator.Refused);
        Assert.Equal(_grain.Coordinator.Stamp, host.Protocol.LastSnapshot!.Stamp);
        Assert.Equal(3, _grain.Total().Successes);
        host.Call("F");
        _grain.Settle();
        Assert.Equal(BreakerState.Open, host.Snapshot.State);
    }

    public static TheoryData<string> BadCounts => ["negative", "huge", "contradictory", "from the future", "too many"];

    [Theory]
    [MemberData(nameof(BadCounts))]
    public void Report_implausible_counts_are_refused_and_not_sent_again(string name)
    {
        AgedCounts[] counts = name switch
        {
            "negative" => [new(default, new CallCounts(0, -5, 0, -5, -5, -5))],
            "huge" => [new(default, new CallCounts(0, long.MaxValue, 0, long.MaxValue, long.MaxValue, long.MaxValue))],
            "contradictory" => [new(default, new CallCounts(0, 5, 0, 1, 1, 1))],
            "from the future" => [new(TimeSpan.FromTicks(-1), Calls.Of("FFFFF"))],
            _ => [.. Enumerable.Repeat(new AgedCounts(default, Calls.Of("F")), RollingWindow.BucketCount + 2)],
        };
        var host = Guid.NewGuid();
        var known = _grain.Report(new HostReport { Host = host }).Snapshot;

        var reply = _grain.Report(new HostReport { Host = host, Remembered = known, Sequence = 4, Counts = counts });

        Assert.Equal((4L, 1L), (reply.Acknowledged, _grain.Coordinator.Refused));
        Assert.Equal((0L, BreakerState.Closed), (_grain.Total().Calls, _grain.State));
        Assert.False(reply.ForgetYours);
    }

    [Fact]
    public void Report_largest_age_harms_nobody()
    {
        var host = Guid.NewGuid();
        var known = _grain.Report(new HostReport { Host = host }).Snapshot;
        _grain.Report(new HostReport
        {
            Host = host, Remembered = known, Sequence = 1, Counts = [new(TimeSpan.MaxValue, Calls.Of("FFFFF"))],
        });
        _grain.Wait(1);
        _grain.Report(new HostReport { Host = host, Remembered = known, Sequence = 2, Counts = Calls.Now("FFFFF") });
        Assert.Equal(BreakerState.Open, _grain.State);
    }
}
