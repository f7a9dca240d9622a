namespace Failfast.Simulation;

/// <summary>How a simulated dependency answers one call.</summary>
internal enum Outcome
{
    Success,
    Failure,
    Ignored,
}
