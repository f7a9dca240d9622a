namespace Failfast.Simulation;

/// <summary>All calls succeed, late.</summary>
internal sealed class SlowButWell(double leastMilliseconds, double mostMilliseconds) : Behavior
{
    public override double? AllSucceedWithin => mostMilliseconds;

    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now) =>
        (Outcome.Success, dice.Milliseconds(leastMilliseconds, mostMilliseconds));
}
