namespace Failfast.Simulation;

/// <summary>How a dependency answers, for a while.</summary>
internal abstract class Behavior
{
    protected const double QuickMilliseconds = 20;

    /// <summary>The time in milliseconds within which every call succeeds; null if not all succeed.</summary>
    public virtual double? AllSucceedWithin => null;

    public abstract (Outcome Outcome, TimeSpan Duration) Answer(Prng dice, TimeSpan now);

    protected static TimeSpan Quick(Prng dice) => dice.Chance(.3) ? TimeSpan.Zero : dice.Milliseconds(.1, QuickMilliseconds);
}
