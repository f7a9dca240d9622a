using System.Globalization;

namespace Failfast.Machine;

/// <summary>The legal transitions. What is not in the table is a defect.</summary>
internal static class Transitions
{
    private static readonly HashSet<(BreakerState From, BreakerState To)> Legal =
    [
        (BreakerState.Closed, BreakerState.Open),           // a rule trips
        (BreakerState.Open, BreakerState.HalfOpen),         // the first caller after the break
        (BreakerState.Isolated, BreakerState.HalfOpen),     // the first caller after an isolation that was to end
        (BreakerState.HalfOpen, BreakerState.Open),         // a probe failed
        (BreakerState.HalfOpen, BreakerState.Closed),       // enough probes succeeded
        (BreakerState.Open, BreakerState.Closed),           // a late success undid the opening; operators, from here on
        (BreakerState.Closed, BreakerState.Closed),         // closing again closes what single hosts have opened for themselves
        (BreakerState.Isolated, BreakerState.Closed),
        (BreakerState.Disabled, BreakerState.Closed),
        (BreakerState.Closed, BreakerState.Isolated),
        (BreakerState.Open, BreakerState.Isolated),
        (BreakerState.HalfOpen, BreakerState.Isolated),
        (BreakerState.Disabled, BreakerState.Isolated),
        (BreakerState.Closed, BreakerState.Disabled),
        (BreakerState.Open, BreakerState.Disabled),
        (BreakerState.HalfOpen, BreakerState.Disabled),
        (BreakerState.Isolated, BreakerState.Disabled),
    ];

    public static bool IsLegal(BreakerState from, BreakerState to) => Legal.Contains((from, to));

    /// <summary>A new generation in another state, with empty counts; granted probe leases stay granted.</summary>
    public static MachineState To(this MachineState state, BreakerState to, string? reason)
    {
        if (!IsLegal(state.State, to))
            throw new InvalidOperationException($"A breaker can't go from {state.State} to {to}.");
        return new MachineState
        {
            State = to,
            Generation = state.Generation + 1,
            Reason = reason,
            Breaks = state.Breaks,
            BreakLength = state.BreakLength,
            OpenUntil = state.OpenUntil,
            Probes = state.Probes,
            LastProbeNumber = state.LastProbeNumber,
            FailedProbers = state.FailedProbers,
            PreferOthersUntil = state.PreferOthersUntil,
        };
    }

    /// <param name="state">The state before.</param>
    /// <param name="moment">The moment of the transition.</param>
    /// <param name="reason">In words for people.</param>
    /// <param name="pastBreaks">Breaks in a row to go on from if the breaker opens again soon; none when an operator closes it.</param>
    public static MachineState ToClosed(this MachineState state, in Moment moment, string reason, int pastBreaks = 0) =>
        state.To(BreakerState.Closed, reason) with
        {
            PastBreaks = pastBreaks,
            FailedProbers = [],
            PreferOthersUntil = default,
            Breaks = 0,
            BreakLength = default,
            OpenUntil = default,
            ClosedAt = state.State is BreakerState.Open or BreakerState.HalfOpen or BreakerState.Isolated ? moment.Now : null,
        };

    public static MachineState ToOpen(this MachineState state, in Moment moment, string reason)
    {
        // Breaks go on growing for a dependency that flaps: one that opens again within a sampling duration had not recovered.
        var before = state.State != BreakerState.Closed ? state.Breaks
            : moment.Now - state.ClosedAt < moment.Settings.SamplingDuration ? state.PastBreaks
            : 0;
        var length = BreakLengths.Next(moment.Settings, before, moment.Random);
        var asked = BreakLengths.Asked(moment.Settings, moment.RetryAt - moment.Now);
        if (asked > length)
            (length, reason) = (asked, string.Create(CultureInfo.InvariantCulture, $"{reason}; it asks for a pause of {Math.Ceiling((moment.RetryAt - moment.Now).TotalSeconds):0} s"));
        return state.To(BreakerState.Open, reason) with
        {
            Breaks = Math.Min(before, int.MaxValue - 1) + 1,
            BreakLength = length,
            OpenUntil = moment.Now + length,
        };
    }
}
