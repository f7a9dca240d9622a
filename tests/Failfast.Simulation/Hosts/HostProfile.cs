namespace Failfast.Simulation;

/// <summary>The traits of the host at one place, for the whole run.</summary>
/// <param name="Calls">When it calls each breaker.</param>
/// <param name="Patience">Its callers' patience.</param>
/// <param name="DistanceMilliseconds">The one-way delay to any silo.</param>
internal sealed record HostProfile(CallPattern Calls, Patience Patience, double DistanceMilliseconds)
{
    /// <summary>The longest time between two calls that could be answered, in milliseconds.</summary>
    public double LongestInterval => Calls.Longest * Patience.CallsToOne;
}
