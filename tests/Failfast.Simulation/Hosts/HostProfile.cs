namespace Failfast.Simulation;

/// <summary>What is particular to the host at one place, for the whole run.</summary>
/// <param name="Calls">When it calls each breaker.</param>
/// <param name="Patience">Of its callers.</param>
/// <param name="DistanceMilliseconds">From it to any silo, one way.</param>
internal sealed record HostProfile(CallPattern Calls, Patience Patience, double DistanceMilliseconds)
{
    /// <summary>The longest between two calls that could be answered, in milliseconds.</summary>
    public double LongestInterval => Calls.Longest * Patience.CallsToOne;
}
