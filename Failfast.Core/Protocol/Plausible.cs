using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>Numbers that can't be true are refused at the door, so that nothing behind it can overflow.</summary>
internal static class Plausible
{
    /// <summary>Half the range: there is always room to rise above what was let in.</summary>
    public const long Limit = long.MaxValue / 2;

    public static bool Snapshot(GrainSnapshot shown) =>
        shown.Stamp.Incarnation is >= 0 and < Limit && shown.Stamp.Version is >= 0 and < Limit &&
        shown.Generation is >= 0 and < Limit && shown.SettingsRevision is >= 0 and < Limit &&
        shown.Breaks >= 0 && Enum.IsDefined(shown.State) &&
        shown.Remaining >= TimeSpan.Zero && shown.BreakLength >= TimeSpan.Zero && shown.BreakLength <= BreakerSettingsRules.LongestBreak &&
        (shown.Settings is null || !BreakerSettingsRules.Errors(shown.Settings).Any());

    public static bool Counts(AgedCounts[] counts) =>
        counts.Length <= Machine.RollingWindow.BucketCount + 1 &&
        counts.All(entry => entry.Age >= TimeSpan.Zero && entry.Counts.IsPlausible);
}
