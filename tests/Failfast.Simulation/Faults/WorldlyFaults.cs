namespace Failfast.Simulation;

/// <summary>Which faults worldly scenarios have, and for how long: most of them are a dependency's moods.</summary>
internal sealed class WorldlyFaults(World world)
{
    private static readonly FaultKind[] Moods =
    [
        FaultKind.DependencyFails, FaultKind.DependencyHangs, FaultKind.DependencyHangsForLong, FaultKind.DependencyHangsForLong,
        FaultKind.DependencyIsSlow, FaultKind.DependencyFlaps,
    ];

    /// <summary>Begins a mood of long, and ends it.</summary>
    public static Action Turn(World world, FaultKind kind, Prng dice)
    {
        var breaker = dice.Below(world.Scenario.Breakers);
        world.Dependency.Turn(breaker, Mood(kind, dice));
        return () => world.Dependency.Turn(breaker, FailsOrHangs.Well);
    }

    public static FaultKind Pick(Prng dice) => dice.Below(10) switch
    {
        < 6 => dice.Pick(Moods),
        < 8 => FaultKind.OneBadHost,
        _ => (FaultKind)dice.Below((int)FaultKind.Liar + 1),
    };

    /// <summary>Whether it may happen where nothing else does: a mood, while they have not ended for good, the bad host or something that callers never see.</summary>
    public bool IsCalm(FaultKind kind) => kind switch
    {
        FaultKind.OneBadHost or FaultKind.ClockSkew => true,
        _ when FaultPlan.IsOfStorage(kind) => world.Scenario.HasStorage,
        _ => Moods.Contains(kind) && world.Schedule.Now < world.Scenario.MoodsEnd,
    };

    /// <summary>Long enough for some breaks; null for what lasts as long as everywhere.</summary>
    public TimeSpan? Lasts(FaultKind kind, Prng dice)
    {
        var scenario = world.Scenario;
        if (!scenario.IsWorldly || (kind != FaultKind.OneBadHost && !Moods.Contains(kind)))
            return null;
        var lasts = kind == FaultKind.OneBadHost
            ? scenario.Lasts * (dice.Share() * 2)
            : TimeSpan.FromMilliseconds(scenario.FaultEvery) * (dice.Share() * 4);
        var left = scenario.MoodsEnd - world.Schedule.Now;
        return scenario.IsCalm && kind != FaultKind.OneBadHost && lasts > left ? left : lasts;
    }

    private static Mood Mood(FaultKind kind, Prng dice) => kind switch
    {
        FaultKind.DependencyHangsForLong => new HangsForLong(dice.Chance(.6) ? 1 : dice.Share()),
        FaultKind.DependencyIsSlow when dice.Chance(.5) => new SlowButWell(2_000, 15_000),
        FaultKind.DependencyIsSlow => new SlowButWell(500, 500 + (dice.Share() * 4_000)),
        _ when dice.Chance(.5) => new FlapsByCall(dice.Between(1, 10)),
        _ => new FlapsByTime(dice.Milliseconds(200, 10_000), dice.Milliseconds(200, 10_000)),
    };
}
