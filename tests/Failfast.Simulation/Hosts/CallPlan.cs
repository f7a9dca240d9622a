namespace Failfast.Simulation;

/// <summary>What will become of one call that begins now.</summary>
/// <param name="Outcome">How the dependency would answer it.</param>
/// <param name="Duration">After how long.</param>
/// <param name="GivenUpAfter">When its caller gives up, from now; null if never, zero or less if its token is cancelled already.</param>
internal readonly record struct CallPlan(Outcome Outcome, TimeSpan Duration, TimeSpan? GivenUpAfter)
{
    /// <summary>The caller has given up before the call begins.</summary>
    public bool IsCancelledBefore => GivenUpAfter <= TimeSpan.Zero;

    public Outcome EndsAs => GivenUpAfter <= Duration ? Outcome.GivenUp : Outcome;

    public TimeSpan EndsAfter => GivenUpAfter is { } patience && patience <= Duration ? patience : Duration;
}
