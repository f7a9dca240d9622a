using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>Checks received numbers: those that can't be true are refused, so that nothing can overflow later.</summary>
internal static class Plausible
{
    /// <summary>Half the range, so that there is always room to rise above an accepted number.</summary>
    public const long Limit = long.MaxValue / 2;

    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 1024;

    private const long StoredLimit = Limit + (Limit / 2);

    /// <summary>
    /// Whether a stored snapshot may be true. Its limit is higher: the activation that wrote it may have risen above what hosts showed,
    /// and refusing the row would lose a command that was reported as durable.
    /// </summary>
    public static bool Stored(GrainSnapshot row) => Snapshot(row, StoredLimit, StoredLimit, StoredLimit, StoredLimit);

    /// <summary>Whether a host's snapshot may be true, for an activation that has these numbers itself.</summary>
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

    /// <summary>Whether a host's own time, from its start on, may be true.</summary>
    public static bool OwnTime(TimeSpan time) => time >= TimeSpan.Zero && time < TimeSpan.FromDays(36_500);

    private static bool IsWithin(TimeSpan part, TimeSpan whole) => part >= TimeSpan.Zero && part <= whole;

    // The activation's own number may exceed the limit, having risen above an accepted one; hosts show it back.
    private static bool Number(long shown, long own) => shown >= 0 && (shown < Limit || shown <= own);
}
