namespace Failfast.Simulation;

/// <summary>A share of calls hangs for longer than any time-out; the others are answered well.</summary>
internal sealed class HangsForLong(double share) : Mood
{
    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now)
    {
        if (!dice.Chance(share))
            return (Outcome.Success, Quick(dice));
        return (dice.Chance(.5) ? Outcome.Success : Outcome.Failure, dice.Milliseconds(100_000, 400_000));
    }
}
