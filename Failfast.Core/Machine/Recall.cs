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
        OpenUntil = End(told, now),
        ClosedAt = now - told.ClosedFor,
        PastBreaks = told.PastBreaks,
        Probes = told.State == BreakerState.HalfOpen || (mayLag && HasEnd(told))
            ? AllOut(told.Generation, now, settings, timings)
            : [],
    };

    /// <summary>As many permits as may be out, granted by an activation that can't be asked.</summary>
    public static ImmutableArray<ProbeLease> AllOut(long generation, TimeSpan now, BreakerSettings settings, ProtocolTimings timings) =>
        [.. Enumerable.Repeat(new ProbeLease(generation, 0, Guid.Empty, now + ProbeLeases.Length(settings, timings)), settings.HalfOpenPermits)];

    /// <summary>Whether a snapshot tells of a break, or of an isolation that ends.</summary>
    public static bool HasEnd(GrainSnapshot told) =>
        told.State == BreakerState.Open || (told.State == BreakerState.Isolated && told.Remaining > TimeSpan.Zero);

    /// <summary>When the break or the isolation ends that a snapshot tells of. What remains is never negative, and never more than the break.</summary>
    public static TimeSpan End(GrainSnapshot told, TimeSpan now)
    {
        if (told.State == BreakerState.Isolated && !HasEnd(told))
            return TimeSpan.MaxValue;
        var longest = told.State switch
        {
            BreakerState.Open => told.BreakLength,
            BreakerState.Isolated => BreakerSettingsRules.LongestIsolation,
            _ => TimeSpan.Zero,
        };
        return now + (told.Remaining <= TimeSpan.Zero ? TimeSpan.Zero : told.Remaining < longest ? told.Remaining : longest);
    }

    /// <summary>What a snapshot says of an end: nothing remains of an isolation without one, and a tick of one that is over.</summary>
    public static TimeSpan Remaining(BreakerState state, TimeSpan until, TimeSpan now) => state switch
    {
        BreakerState.Isolated when until == TimeSpan.MaxValue => TimeSpan.Zero,
        BreakerState.Isolated when until <= now => TimeSpan.FromTicks(1),
        BreakerState.Open or BreakerState.Isolated when until > now => until - now,
        _ => TimeSpan.Zero,
    };

    public static GrainSnapshot Snapshot(MachineState state, Stamp stamp, TimeSpan now) => new()
    {
        Stamp = stamp,
        Generation = state.Generation,
        State = state.State,
        Remaining = Remaining(state.State, state.OpenUntil, now),
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
