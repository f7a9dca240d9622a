using System.Globalization;

namespace Failfast.Rejections;

/// <summary>
/// When a rejected caller should try again. Callers that were rejected together would return together, at the very moment when a single
/// probe is to be let through: so each is told up to a tenth more, and up to a second where a tenth is less.
/// </summary>
internal static class RetryDelay
{
    private const double JitterShare = 0.1;

    /// <param name="retryAfter">The breaker's time; null if it knows none.</param>
    /// <param name="random">From 0 up to, but not including, 1.</param>
    /// <returns>Whole seconds, at least one, and never less than the breaker's time.</returns>
    public static string? Seconds(TimeSpan? retryAfter, double random)
    {
        if (retryAfter is not { } wait)
            return null;
        var seconds = Math.Max(0, wait.TotalSeconds);
        var jittered = seconds + (random * Math.Max(1, seconds * JitterShare));
        return Math.Max(1, (long)Math.Ceiling(jittered)).ToString(CultureInfo.InvariantCulture);
    }
}
