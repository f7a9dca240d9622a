namespace Failfast.Simulation;

/// <summary>A share of calls hangs longer than any time-out; the others succeed. All may fail at first.</summary>
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
