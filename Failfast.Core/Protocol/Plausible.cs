using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>Numbers that can't be true are refused at the door, so that nothing behind it can overflow.</summary>
internal static class Plausible
{
    /// <summary>Half the range: there is always room to rise above what was let in.</summary>
    public const long Limit = long.MaxValue / 2;

    /// <summary>Of a reason, in characters.</summary>
    public const int LongestReason = 1024;

    private const long StoredLimit = Limit + (Limit / 2);

    /// <summary>
    /// A row was written by an activation that had risen above what hosts had shown it: refusing it would lose what an operator
    /// was told is safe.
    /// </summary>
    public static bool Stored(GrainSnapshot row) => Snapshot(row, StoredLimit, StoredLimit, StoredLimit, StoredLimit);

    /// <summary>Whether a snapshot may be true, for one who has come as far as the numbers say.</summary>
    public static bool Snapshot(GrainSnapshot shown, long incarnation = 0, long generation = 0, long settingsRevision = 0, long commandRevision = 0) =>
        Number(shown.Stamp.Incarnation, incarnation) && shown.Stamp.Version is >= 0 and < Limit &&
        Number(shown.Generation, generation) && Number(shown.SettingsRevision, settingsRevision) && Number(shown.CommandRevision, commandRevision) &&
        shown.Breaks >= 0 && shown.PastBreaks >= 0 && !(shown.Reason?.Length > LongestReason) && Enum.IsDefined(shown.State) &&
        shown.Remaining >= TimeSpan.Zero && shown.BreakLength >= TimeSpan.Zero &&
        shown.BreakLength <= BreakerSettingsRules.LongestBreak &&
        (shown.ClosedFor is null || (shown.ClosedFor >= TimeSpan.Zero && shown.ClosedFor <= BreakerSettingsRules.LongestRampUp)) &&
        (shown.Settings is null || !BreakerSettingsRules.Errors(shown.Settings).Any());

    public static bool Counts(AgedCounts[] counts) =>
        counts.Length <= Machine.RollingWindow.BucketCount + 1 &&
        counts.All(entry => entry.Age >= TimeSpan.Zero && entry.Counts.IsPlausible && IsWithin(entry.ToLastSuccess, entry.Age) && IsWithin(entry.ToLastFailure, entry.Age));

    private static bool IsWithin(TimeSpan part, TimeSpan whole) => part >= TimeSpan.Zero && part <= whole;

    // One's own number, risen above the highest let in, comes back from every host.
    private static bool Number(long shown, long own) => shown >= 0 && (shown < Limit || shown <= own);
}
