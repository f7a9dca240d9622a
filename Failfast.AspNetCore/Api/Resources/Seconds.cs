namespace Failfast.Api.Resources;

/// <summary>Durations are numbers of seconds in the API, rounded to a millisecond.</summary>
internal static class Seconds
{
    public static double Of(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);

    public static double? Of(TimeSpan? duration) => duration is { } known ? Of(known) : null;

    /// <exception cref="ArgumentException">It is no number of seconds that a duration can have.</exception>
    public static TimeSpan ToDuration(double seconds, string name) =>
        Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"{name} is no number of seconds that a duration can have.");

    public static TimeSpan? ToDuration(double? seconds, string name) => seconds is { } known ? ToDuration(known, name) : null;
}
