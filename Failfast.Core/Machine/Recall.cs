using System.Collections.Immutable;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Converts between a machine state and a snapshot of it.</summary>
internal static class Recall
{
    /// <summary>
    /// The state that a snapshot describes. Which probe leases are granted is unknown, so a half-open state starts with all of them
    /// taken: the budget holds, at the price of one probe time-out.
    /// </summary>
    /// <param name="snapshot">From a host or from storage.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="timings">The protocol's timings.</param>
    /// <param name="mayLag">
    /// True for a host's snapshot: the host may not know that the break has ended and leases are granted. A row is written soon
    /// after a transition, so a stored break is taken as it is.
    /// </param>
    public static MachineState State(GrainSnapshot snapshot, TimeSpan now, BreakerSettings settings, ProtocolTimings timings, bool mayLag = false) => new()
    {
        State = snapshot.State,
        Generation = snapshot.Generation,
        Reason = snapshot.Reason,
        Breaks = snapshot.Breaks,
        BreakLength = snapshot.BreakLength,
        OpenUntil = End(snapshot, now),
        ClosedAt = now - snapshot.ClosedFor,
        PastBreaks = snapshot.PastBreaks,
        Probes = snapshot.State == BreakerState.HalfOpen || (mayLag && HasEnd(snapshot))
            ? AllOut(snapshot.Generation, now, settings, timings)
            : [],
    };

    /// <summary>All leases of the budget, as granted by an activation that is gone or not known.</summary>
    public static ImmutableArray<ProbeLease> AllOut(long generation, TimeSpan now, BreakerSettings settings, ProtocolTimings timings) =>
        [.. Enumerable.Repeat(new ProbeLease(generation, 0, Guid.Empty, now + ProbeLeases.Length(settings, timings)), settings.HalfOpenPermits)];

    /// <summary>Whether a snapshot describes a break, or an isolation that ends.</summary>
    public static bool HasEnd(GrainSnapshot snapshot) =>
        snapshot.State == BreakerState.Open || (snapshot.State == BreakerState.Isolated && snapshot.Remaining > TimeSpan.Zero);

    /// <summary>When the break or the isolation of a snapshot ends. The remaining time is never negative, and never more than the whole break.</summary>
    public static TimeSpan End(GrainSnapshot snapshot, TimeSpan now)
    {
        if (snapshot.State == BreakerState.Isolated && !HasEnd(snapshot))
            return TimeSpan.MaxValue;
        var longest = snapshot.State switch
        {
            BreakerState.Open => snapshot.BreakLength,
            BreakerState.Isolated => BreakerSettingsRules.LongestIsolation,
            _ => TimeSpan.Zero,
        };
        return now + (snapshot.Remaining <= TimeSpan.Zero ? TimeSpan.Zero : snapshot.Remaining < longest ? snapshot.Remaining : longest);
    }

    /// <summary>The remaining time as a snapshot says it: zero for an isolation without end, one tick for an isolation that has ended.</summary>
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

    // Of no use once the longest ramp-up is over. Negative if the step that closed was moved a tick ahead of its time.
    private static TimeSpan? ClosedFor(MachineState state, TimeSpan now) => now - state.ClosedAt is not { } age ? null
        : age < TimeSpan.Zero ? TimeSpan.Zero
        : age < BreakerSettingsRules.LongestRampUp ? age
        : null;
}
