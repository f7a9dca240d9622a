namespace Failfast.Simulation;

/// <summary>A share of calls fails, and a share takes up to 8 s; healthy if both are 0.</summary>
internal sealed class FailsOrHangs(double failing, double hanging) : Behavior
{
    public static Behavior Well { get; } = new FailsOrHangs(0, 0);

    public static Behavior AllFail { get; } = new FailsOrHangs(1, 0);

    public override double? AllSucceedWithin => failing > 0 || hanging > 0 ? null : QuickMilliseconds;

    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now)
    {
        var duration = Quick(dice);
        if (hanging > 0 && dice.Chance(hanging))
            duration = dice.Milliseconds(100, 8_000);
        if (dice.Chance(failing))
            return (Outcome.Failure, duration);
        return (failing > 0 && dice.Chance(.05) ? Outcome.Ignored : Outcome.Success, duration);
    }
}
