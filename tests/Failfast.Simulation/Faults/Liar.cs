using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>A host that sends nonsense: impossible numbers, extreme stamps, and repeated reports of other hosts.</summary>
internal sealed class Liar(World world)
{
    private static readonly long[] Nonsense = [-1, long.MinValue, long.MaxValue, Plausible.Limit, Plausible.Limit + 1];

    private SimHost? _self;

    public void Speak(Prng dice)
    {
        var times = dice.Between(1, 10);
        var self = Self();
        for (var i = 0; i < times; i++)
        {
            var lie = Lie(self, dice);
            world.Directory.Call<GrainReply>(self, self.View, dice.Below(world.Scenario.Breakers), TimeSpan.FromSeconds(2),
                (grain, answer) => answer(lie(grain)), _ => { });
        }
    }

    private static Func<Activation, GrainReply> Lie(SimHost self, Prng dice)
    {
        var report = Report(self, dice);
        var share = dice.Share();
        switch (dice.Below(5))
        {
            case 0:
                return grain => grain.RequestProbe(self, report);
            case 1:
                // A repeated report of another host, as from a network that doubles and delays.
                return grain => grain.Report(self, grain.Said.Count == 0 ? report : grain.Said[(int)(share * grain.Said.Count)]);
            case 2:
                var (host, number) = (dice.Chance(.5) ? self.Id : Guid.Empty, dice.Chance(.5) ? 0 : dice.Pick(Nonsense));
                var outcome = dice.Pick([ProbeOutcome.Success, ProbeOutcome.Failure, ProbeOutcome.Ignored]);
                return grain => grain.EndProbe(new ProbeReport(host, grain.Coordinator.State.Generation, number, outcome, null), isLie: true);
            default:
                return grain => grain.Report(self, report);
        }
    }

    private SimHost Self() => _self ??= new SimHost(world, 999, 0, Prng.For(world.Seed, 999));

    private static HostReport Report(SimHost self, Prng dice) => new()
    {
        Host = self.Id,
        HostName = "liar",
        RetryAfter = dice.Chance(.3) ? new TimeSpan(dice.Pick(Nonsense)) : null,
        Sequence = dice.Chance(.5) ? dice.Pick(Nonsense) : dice.Below(5),
        Generation = dice.Chance(.5) ? dice.Pick(Nonsense) : dice.Below(5),
        Counts = [.. Enumerable.Range(0, dice.Below(14)).Select(_ => Counts(dice))],
        Remembered = dice.Chance(.2) ? null : dice.Chance(.5) ? Stamped(dice) : Impossible(dice),
    };

    private static AgedCounts Counts(Prng dice) => new(
        dice.Chance(.5) ? new TimeSpan(dice.Pick(Nonsense)) : dice.Milliseconds(0, 20_000),
        dice.Chance(.3)
            ? CallCounts.OneFailure
            : new CallCounts(Any(dice), Any(dice), Any(dice), Any(dice), Any(dice), Any(dice)));

    private static long Any(Prng dice) => dice.Chance(.5) ? dice.Pick(Nonsense) : dice.Below(3);

    // Plausible, so that activations must outrank it from then on.
    private static GrainSnapshot Stamped(Prng dice) => new()
    {
        Stamp = new Stamp(dice.Chance(.5) ? Plausible.Limit - 1 : (long)(dice.Next() % (ulong)Plausible.Limit), dice.Below(5)),
    };

    private static GrainSnapshot Impossible(Prng dice)
    {
        var anything = new GrainSnapshot
        {
            Stamp = new Stamp((long)(dice.Next() >> 2), dice.Below(100)),
            Generation = dice.Below(1_000),
            State = (BreakerState)dice.Below(5),
            Remaining = dice.Milliseconds(0, 1e9),
            BreakLength = dice.Milliseconds(0, 1e8),
            Breaks = dice.Below(50),
            SettingsRevision = dice.Below(1_000),
            CommandRevision = dice.Below(1_000),
            ClosedFor = dice.Chance(.5) ? null : dice.Milliseconds(0, 1e6),
        };
        return dice.Below(11) switch
        {
            0 => anything with { Stamp = new Stamp(-1, 0) },
            1 => anything with { Stamp = new Stamp(0, dice.Pick(Nonsense)) },
            2 => anything with { Generation = dice.Pick([-1, long.MinValue, long.MaxValue]) },
            3 => anything with { State = (BreakerState)99 },
            4 => anything with { Remaining = TimeSpan.MinValue },
            5 => anything with { BreakLength = TimeSpan.MaxValue },
            6 => anything with { Breaks = dice.Pick([-1, int.MinValue]) },
            7 => anything with { CommandRevision = dice.Pick([-1, long.MinValue, long.MaxValue]) },
            8 => anything with { SettingsRevision = dice.Pick([-1, long.MinValue, long.MaxValue]) },
            9 => anything with { ClosedFor = dice.Pick([TimeSpan.FromTicks(-1), TimeSpan.MinValue, TimeSpan.MaxValue]) },
            _ => anything with { SettingsAreOverride = true, Settings = new BreakerSettings { HalfOpenPermits = -1 } },
        };
    }
}
