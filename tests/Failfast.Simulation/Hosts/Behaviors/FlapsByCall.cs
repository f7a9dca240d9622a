namespace Failfast.Simulation;

/// <summary>One call succeeds, then a number of calls fail, again and again.</summary>
internal sealed class FlapsByCall(int failures) : Behavior
{
    private long _calls;

    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now) =>
        (_calls++ % (failures + 1) == 0 ? Outcome.Success : Outcome.Failure, Quick(dice));
}
