using System.Globalization;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>When a closed breaker opens. A threshold is reached at equality.</summary>
internal static class TripRules
{
    /// <summary>The rules that hold, or null if none does.</summary>
    /// <param name="state">The state with everything counted.</param>
    /// <param name="longestRun">The longest run of failures that the last counts were part of.</param>
    public static Trip? Judge(MachineState state, long longestRun, in Moment moment)
    {
        var settings = moment.Settings;
        if (state.CountFailingHosts(settings, moment.Now) < settings.MinimumHosts)
            return null;
        var consecutive = settings.ConsecutiveFailures > 0 && longestRun >= settings.ConsecutiveFailures;
        var total = state.Window.Total(moment.Now, settings.SamplingDuration);
        var ratio = RatioHolds(settings, total, out var isOfFailures);
        if (!consecutive && ratio is null)
            return null;
        var reason = consecutive ? (longestRun == 1 ? "1 failure" : $"{longestRun} failures in a row") : ratio!;
        // For a run, hosts must have been heard since it was first reported; for a ratio, within the last report interval.
        var heardSince = consecutive && ratio is null ? state.RunReportedAt : moment.Now - moment.Timings.ReportInterval;
        return new Trip(reason, heardSince, consecutive || isOfFailures);
    }

    private static string? RatioHolds(BreakerSettings settings, CallCounts total, out bool isOfFailures)
    {
        isOfFailures = false;
        if (total.Calls < settings.MinimumThroughput)
            return null;
        isOfFailures = settings.FailureRatio > 0 && Share(total.Failures, total) >= settings.FailureRatio;
        if (isOfFailures)
            return Describe(total.Failures, "failed");
        return settings is { SlowCallDuration: not null, SlowCallRatio: { } slow } && Share(total.Slow, total) >= slow
            ? Describe(total.Slow, "were slow")
            : null;

        // A quotient, not a product: in doubles 0.1 * 30 exceeds 3, while 3 / 30 is 0.1.
        static double Share(long part, CallCounts total) => (double)part / total.Calls;

        string Describe(long count, string what) =>
            string.Create(CultureInfo.InvariantCulture, $"{count} of {total.Calls} {(total.Calls == 1 ? "call" : "calls")} {what} in {settings.SamplingDuration.TotalSeconds:0.###} s");
    }
}
