using System.Text.Json.Serialization;

namespace Failfast.Demo;

/// <summary>What one host measured.</summary>
/// <param name="Guarded">The group that calls through the breaker.</param>
/// <param name="Bare">The other one.</param>
/// <param name="Turns">How it saw the breaker change.</param>
/// <param name="Lag">The share of the time that it waited for a processor: <see cref="MachineLag"/>.</param>
internal sealed record HostResult(GroupResult Guarded, GroupResult Bare, IReadOnlyList<BreakerTurn> Turns, double Lag = 0)
{
    /// <summary>For a rehearsal: whether all requests took much less than a slow call.</summary>
    [JsonIgnore]
    public bool IsSteady => Math.Max(Guarded.Percentile(1), Bare.Percentile(1)) < DemoPlan.SteadyLatency.TotalMilliseconds;
}
