namespace Failfast.Simulation;

/// <summary>How a call to a simulated dependency ends.</summary>
internal enum Outcome
{
    Success,
    Failure,
    Ignored,

    /// <summary>Its caller gave up before the dependency answered.</summary>
    GivenUp,
}
