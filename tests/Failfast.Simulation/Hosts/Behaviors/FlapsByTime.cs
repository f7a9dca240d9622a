namespace Failfast.Simulation;

/// <summary>Healthy for a while, then failing for a while, again and again.</summary>
internal sealed class FlapsByTime(TimeSpan well, TimeSpan failing) : Behavior
{
    public override (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now) =>
        (now.Ticks % (well + failing).Ticks < well.Ticks ? Outcome.Success : Outcome.Failure, Quick(dice));
}
