using System.Globalization;

namespace Failfast.Protocol;

/// <summary>
/// The cause of a transition, for the log. A half-open breaker keeps the reason of its break, for callers; the cause of its transition
/// is that the break is over.
/// </summary>
internal static class TransitionCause
{
    /// <param name="left">The state before.</param>
    /// <param name="leftReason">Its reason.</param>
    /// <param name="entered">The state now.</param>
    /// <param name="reason">Its reason.</param>
    /// <param name="breakLength">The length of the last break; zero if unknown.</param>
    public static string Of(BreakerState left, string? leftReason, BreakerState entered, string? reason, TimeSpan breakLength)
    {
        if (entered != BreakerState.HalfOpen || (left == BreakerState.Open && reason != leftReason))
            return reason ?? "nothing is known against it";
        if (left == BreakerState.Isolated)
            return "the time of its isolation is over";
        return breakLength > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"the break of {breakLength.TotalSeconds:0.###} s is over")
            : "the break is over";
    }
}
