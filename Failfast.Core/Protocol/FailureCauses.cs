namespace Failfast.Protocol;

/// <summary>Lists of what made the last failures: short, the commonest first.</summary>
internal static class FailureCauses
{
    /// <summary>A list names no more.</summary>
    public const int Most = 5;

    /// <summary>Of a name, in characters.</summary>
    public const int LongestName = 128;

    /// <summary>The commonest of all, each once; of equals the one that comes first by name.</summary>
    public static FailureCause[] Commonest(IEnumerable<FailureCause> causes) =>
    [
        .. causes.GroupBy(cause => cause.Name, (name, all) => new FailureCause { Name = name, Count = all.Sum(cause => cause.Count) })
            .OrderByDescending(cause => cause.Count).ThenBy(cause => cause.Name, StringComparer.Ordinal).Take(Most),
    ];

    /// <summary>A type's name, fit for a list.</summary>
    public static string NameOf(string type)
    {
        var shown = Printable.Of(type);
        return shown.Length <= LongestName ? shown : shown[..LongestName];
    }

    /// <summary>False for what no host says of itself. Names end up in reasons and logs.</summary>
    public static bool ArePlausible(FailureCause[] causes) => causes.Length <= Most && causes.All(
        cause => cause is { Name.Length: > 0 and <= LongestName, Count: > 0 and <= Contract.CallCounts.Limit } && Printable.IsPrintable(cause.Name));
}
