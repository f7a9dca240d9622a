namespace Failfast.Simulation;

/// <summary>A share of calls hangs for longer than any time-out; the others are answered well. At first, perhaps, all fail at once.</summary>
internal sealed class HangsForLong(double share, TimeSpan failsUntil = default) : Behavior
{
    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now)
    {
        if (now < failsUntil)
            return (Outcome.Failure, Quick(dice));
        if (!dice.Chance(share))
            return (Outcome.Success, Quick(dice));
        return (dice.Chance(.5) ? Outcome.Success : Outcome.Failure, dice.Milliseconds(100_000, 400_000));
    }
}
