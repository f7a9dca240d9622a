using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast;

/// <summary>Which commands of operators make sense.</summary>
internal static class CommandRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <param name="reason">For people.</param>
    /// <param name="duration">Null for an isolation without end.</param>
    /// <exception cref="ArgumentException">The reason is too long, or the duration out of range.</exception>
    public static BreakerEvent Isolation(string? reason, TimeSpan? duration)
    {
        if (reason?.Length > Plausible.LongestReason)
            throw new ArgumentException($"The reason has {reason.Length} characters: {Plausible.LongestReason} are allowed.", nameof(reason));
        if (duration is { } length && (length < Shortest || length > BreakerSettingsRules.LongestIsolation))
            throw new ArgumentOutOfRangeException(
                nameof(duration), length, "An isolation that is to end lasts from 1 second to 366 days. Leave the duration out to isolate without end.");
        return new BreakerEvent.Isolated(string.IsNullOrWhiteSpace(reason) ? "isolated by an operator" : reason, duration);
    }
}
