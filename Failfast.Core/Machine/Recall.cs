using System.Collections.Immutable;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Between a state and what is said of it.</summary>
internal static class Recall
{
    /// <summary>
    /// The state that a snapshot tells of. Permits that may be out are unknown, so a half-open state starts with all of
    /// them taken: the budget holds, at the price of one probe time-out.
    /// </summary>
    /// <param name="told">What is told.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="settings">The policy in force.</param>
    /// <param name="timings">Of the conversation.</param>
    /// <param name="mayLag">
    /// It was told by a host, who may not have heard that its break has ended and permits are out. A row is written before
    /// long, so that a stored break is taken at its word.
    /// </param>
    public static MachineState State(GrainSnapshot told, TimeSpan now, BreakerSettings settings, ProtocolTimings timings, bool mayLag = false) => new()
    {
        State = told.State,
        Generation = told.Generation,
        Reason = told.Reason,
        Breaks = told.Breaks,
        BreakLength = told.BreakLength,
        OpenUntil = now + Remaining(told),
        ClosedAt = now - told.ClosedFor,
        PastBreaks = told.PastBreaks,
        Probes = told.State == BreakerState.HalfOpen || (mayLag && told.State == BreakerState.Open)
            ? AllOut(told.Generation, now, settings, timings)
            : [],
    };

    /// <summary>As many permits as may be out, granted by an activation that can't be asked.</summary>
    public static ImmutableArray<ProbeLease> AllOut(long generation, TimeSpan now, BreakerSettings settings, ProtocolTimings timings) =>
        [.. Enumerable.Repeat(new ProbeLease(generation, 0, Guid.Empty, now + ProbeLeases.Length(settings, timings)), settings.HalfOpenPermits)];

    /// <summary>What remains of a break is never negative, and never more than the break.</summary>
    public static TimeSpan Remaining(GrainSnapshot told)
    {
        if (told.State != BreakerState.Open || told.Remaining <= TimeSpan.Zero)
            return TimeSpan.Zero;
        return told.Remaining < told.BreakLength ? told.Remaining : told.BreakLength;
    }

    public static GrainSnapshot Snapshot(MachineState state, Stamp stamp, TimeSpan now) => new()
    {
        Stamp = stamp,
        Generation = state.Generation,
        State = state.State,
        Remaining = state.State == BreakerState.Open && state.OpenUntil > now ? state.OpenUntil - now : TimeSpan.Zero,
        BreakLength = state.BreakLength,
        Breaks = state.Breaks,
        PastBreaks = state.PastBreaks,
        Reason = state.Reason,
        ClosedFor = ClosedFor(state, now),
    };

    // Later than any ramp-up lasts it is of no use to anybody. The step that closed may have been put a tick after its time.
    private static TimeSpan? ClosedFor(MachineState state, TimeSpan now) => now - state.ClosedAt is not { } age ? null
        : age < TimeSpan.Zero ? TimeSpan.Zero
        : age < BreakerSettingsRules.LongestRampUp ? age
        : null;
}
