namespace Failfast.Protocol;

/// <summary>Short lists of the causes of the last failures, most frequent first.</summary>
internal static class FailureCauses
{
    /// <summary>The most names in a list.</summary>
    public const int Most = 5;

    /// <summary>The cause of a failure that no exception and no result told of, only the time.</summary>
    public const string SlowCall = "slow call";

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 128;

    /// <summary>The longest message, in characters.</summary>
    public const int LongestMessage = 200;

    /// <summary>The most frequent of all, each once with its latest failure; equal ones are ordered by name.</summary>
    public static FailureCause[] Commonest(IEnumerable<FailureCause> causes) =>
    [
        .. causes.GroupBy(cause => cause.Name, (_, all) => all.MinBy(cause => cause.Age ?? TimeSpan.MaxValue)! with { Count = all.Sum(cause => cause.Count) })
            .OrderByDescending(cause => cause.Count).ThenBy(cause => cause.Name, StringComparer.Ordinal).Take(Most),
    ];

    /// <summary>A type's name, escaped and shortened for a list.</summary>
    public static string NameOf(string type) => Shorten(Printable.Of(type), LongestName);

    /// <summary>An exception's message, the same way.</summary>
    public static string? MessageOf(string? message) =>
        string.IsNullOrEmpty(message) ? null : Shorten(Printable.Of(Shorten(message, LongestMessage)), LongestMessage);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length];

    /// <summary>False for a list that no host can have made. Names are shown in reasons and logs.</summary>
    public static bool ArePlausible(FailureCause[] causes) => causes.Length <= Most && causes.All(
        cause => cause is { Name.Length: > 0 and <= LongestName, Count: > 0 and <= Contract.CallCounts.Limit, Message: null or { Length: <= LongestMessage } }
            && Printable.IsPrintable(cause.Name) && Printable.IsPrintable(cause.Message ?? "")
            && (cause.Age is not { } age || (age >= TimeSpan.Zero && age <= BreakerSettingsRules.LongestSampling)));
}
