namespace Failfast.Simulation;

/// <summary>How one call that begins now will end.</summary>
/// <param name="Outcome">How the dependency would answer it.</param>
/// <param name="Duration">The time until that answer.</param>
/// <param name="GivenUpAfter">When its caller gives up, from now; null if never, zero or less if its token is cancelled already.</param>
internal readonly record struct CallPlan(Outcome Outcome, TimeSpan Duration, TimeSpan? GivenUpAfter)
{
    /// <summary>Whether the caller has given up before the call begins.</summary>
    public bool IsCancelledBefore => GivenUpAfter <= TimeSpan.Zero;

    public Outcome EndsAs => GivenUpAfter <= Duration ? Outcome.GivenUp : Outcome;

    public TimeSpan EndsAfter => GivenUpAfter is { } patience && patience <= Duration ? patience : Duration;
}
