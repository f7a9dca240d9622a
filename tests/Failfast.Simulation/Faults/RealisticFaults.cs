namespace Failfast.Simulation;

/// <summary>The faults of realistic scenarios and their durations; most are behaviors of a dependency.</summary>
internal sealed class RealisticFaults(World world)
{
    private static readonly FaultKind[] Behaviors =
    [
        FaultKind.DependencyFails, FaultKind.DependencyHangs, FaultKind.DependencyHangsForLong, FaultKind.DependencyHangsForLong,
        FaultKind.DependencyIsSlow, FaultKind.DependencyFlaps,
    ];

    public static bool IsBehavior(FaultKind kind) => Behaviors.Contains(kind);

    public static FaultKind Pick(Prng dice) => dice.Below(10) switch
    {
        < 6 => dice.Pick(Behaviors),
        < 8 => FaultKind.OneBadHost,
        _ => (FaultKind)dice.Below((int)FaultKind.Liar + 1),
    };

    /// <summary>Starts a behavior and returns how to end it, unless another has replaced it by then.</summary>
    public Action Turn(FaultKind kind, Prng dice)
    {
        var breaker = dice.Below(world.Scenario.Breakers);
        var behavior = Behavior(kind, dice);
        world.Dependency.Turn(breaker, behavior);
        return () =>
        {
            if (world.Dependency.Of(breaker).Behavior == behavior)
                world.Dependency.Turn(breaker, FailsOrHangs.Well);
        };
    }

    /// <summary>Whether a fault may occur in a calm scenario: behaviors, until they end for good, and faults that callers never see.</summary>
    public bool IsCalm(FaultKind kind) => kind switch
    {
        FaultKind.OneBadHost or FaultKind.DependencyIsSlow or FaultKind.ClockSkew => true,
        _ when FaultPlan.IsOfStorage(kind) => world.Scenario.HasStorage,
        _ => IsBehavior(kind) && world.Schedule.Now < world.Scenario.BehaviorsEnd,
    };

    /// <summary>The duration of a fault, long enough for some breaks; null for the usual duration.</summary>
    public TimeSpan? Lasts(FaultKind kind, Prng dice)
    {
        var scenario = world.Scenario;
        if (!scenario.IsRealistic || (kind != FaultKind.OneBadHost && !IsBehavior(kind)))
            return null;
        if (kind is FaultKind.OneBadHost or FaultKind.DependencyIsSlow)
            return scenario.Lasts * dice.Share();
        var lasts = TimeSpan.FromMilliseconds(scenario.FaultEvery) * (.5 + (dice.Share() * 4));
        var left = scenario.BehaviorsEnd - world.Schedule.Now;
        return scenario.IsCalm && lasts > left ? left : lasts;
    }

    private Behavior Behavior(FaultKind kind, Prng dice) => kind switch
    {
        FaultKind.DependencyFails => new FailsOrHangs(dice.Chance(.5) ? 1 : dice.Share(), 0),
        FaultKind.DependencyHangs => new FailsOrHangs(dice.Chance(.5) ? 1 : dice.Share(), dice.Share()),
        FaultKind.DependencyHangsForLong => new HangsForLong(
            dice.Chance(.6) ? 1 : dice.Share(), world.Schedule.Now + (dice.Share() * TimeSpan.FromMilliseconds(world.Scenario.FaultEvery))),
        FaultKind.DependencyIsSlow => new SlowButWell(2_000, 2_000 + (dice.Share() * 13_000)),
        _ when dice.Chance(.5) => new FlapsByCall(dice.Between(1, 10)),
        _ => new FlapsByTime(dice.Milliseconds(200, 10_000), dice.Milliseconds(200, 10_000)),
    };
}
