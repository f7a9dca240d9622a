using CsCheck;
using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Whatever one host says, nothing throws, nothing wedges, and the grain stays intelligible to the others.</summary>
public class HostileReportTests
{
    private static readonly Gen<long> Number = Gen.OneOf(
        Gen.Long[-2, 6], Gen.OneOfConst(long.MinValue, long.MaxValue, Plausible.Limit, Plausible.Limit - 1), Gen.Long);

    private static readonly Gen<TimeSpan> Time = Number.Select(ticks => new TimeSpan(ticks));

    private static readonly Gen<AgedCounts> Counts = Gen.OneOf(
        Gen.Select(Time, Gen.Select(Number, Number, Number, Number, Number, Number), (age, n) =>
            new AgedCounts(age, new CallCounts(n.Item1, n.Item2, n.Item3, n.Item4, n.Item5, n.Item6))),
        Gen.Select(Time, Number, (age, n) => new AgedCounts(age, new CallCounts(0, n, 0, n, n, n))),
        Gen.Select(Time, Gen.OneOfConst("F", "SF", "FFFFF", "LL"), (age, calls) => new AgedCounts(age, Calls.Of(calls))));

    private static readonly Gen<GrainSnapshot> Snapshots = Gen.Select(
        Gen.Select(Number, Number, Number, Number, Number), Gen.Select(Time, Time, Time), Gen.Int, Gen.Int[-1, 6], Gen.Bool,
        (n, t, breaks, state, set) => new GrainSnapshot
        {
            Stamp = new(n.Item1, n.Item2),
            Generation = n.Item3,
            SettingsRevision = n.Item4,
            CommandRevision = n.Item5,
            Remaining = t.Item1,
            BreakLength = t.Item2,
            ClosedFor = state % 2 == 0 ? t.Item3 : null,
            Reason = breaks % 5 == 0 ? new string('x', 2_000) : "because",
            Breaks = breaks,
            State = (BreakerState)state,
            Settings = set ? new() { MinimumHosts = state } : null,
            SettingsAreOverride = set,
        });

    private static readonly Gen<(int Kind, HostReport Report)[]> Reports = Gen.Select(
        Gen.Int[0, 3], Gen.Int[7, 9], Number, Number, Counts.Array[0, 13], Snapshots, Gen.Int[0, 3],
        (kind, host, sequence, generation, counts, memory, truth) => (kind + (truth << 8), new HostReport
        {
            Host = host == 9 ? Guid.Empty : new Guid(host, 0, 0, new byte[8]),
            HostName = new string('h', 1_000),
            Sequence = sequence,
            Generation = generation,
            Counts = counts.Length == 13 ? null! : counts,
            Remembered = truth == 0 ? null : memory,
        })).Array[1, 20];

    [Fact]
    public void Report_hostile_hosts_leave_the_grain_sound() => Reports.Sample(
        reports =>
        {
            var grain = new TestGrain(Policy.Consecutive(5));
            var honest = grain.AddHost();
            honest.TryCall('S');
            grain.Settle();
            var (stamp, generation) = (grain.Coordinator.Stamp, grain.Coordinator.State.Generation);
            foreach (var (kind, report) in reports)
            {
                Send(grain, kind, report);
                grain.Wait(.5);
                Assert.True(grain.Coordinator.Stamp >= stamp && grain.Coordinator.State.Generation >= generation);
                (stamp, generation) = (grain.Coordinator.Stamp, grain.Coordinator.State.Generation);
                Assert.True(grain.Total().IsPlausible);
                Assert.False(grain.Coordinator.State.Reason?.Length > Plausible.LongestReason);
                Assert.Empty(BreakerSettingsRules.Errors(grain.Coordinator.Settings));
                // An isolation may last longer than any break, or without end.
                var longest = grain.State is BreakerState.Isolated or BreakerState.HalfOpen or BreakerState.Disabled
                    ? BreakerSettingsRules.LongestIsolation : TimeSpan.FromDays(7);
                if (grain.Coordinator.State.OpenUntil != TimeSpan.MaxValue)
                    Assert.InRange(grain.Coordinator.State.OpenUntil, TimeSpan.Zero, grain.Now + longest);
            }

            Recover(grain, honest);
        },
        iter: 2_000);

    private static void Send(TestGrain grain, int kind, HostReport report)
    {
        // Half of the lies are wrapped in a stamp and a generation that are right.
        if (kind >> 8 > 1)
            report = report with
            {
                Generation = grain.Coordinator.State.Generation,
                Remembered = report.Remembered! with { Stamp = grain.Coordinator.Stamp },
            };
        if (kind >> 8 > 2)
            report = report with { Remembered = grain.Coordinator.Snapshot(grain.Now) };
        switch (kind & 0xff)
        {
            case 0: grain.RequestProbe(report); break;
            case 1: grain.EndProbe(new(report.Host, report.Generation, report.Sequence, (ProbeOutcome)(kind >> 8), report.Remembered)); break;
            default: grain.Report(report); break;
        }
    }

    private static void Recover(TestGrain grain, TestHost honest)
    {
        grain.Configure(null);
        grain.Operate(new BreakerEvent.ClosedByOperator());
        var refused = grain.Coordinator.Refused;
        grain.Wait(11);
        honest.Call("FFF");
        grain.Settle();
        Assert.Equal(grain.Coordinator.Stamp, honest.Protocol.LastSnapshot!.Stamp);
        honest.Call("FF");
        grain.Settle();
        grain.Wait(.05);
        grain.Tick();
        Assert.Equal((BreakerState.Open, refused), (honest.Snapshot.State, grain.Coordinator.Refused));
    }
}
