namespace Failfast.Machine;

/// <summary>Open: nothing extends or shortens a break; the first caller after it begins half-open.</summary>
internal static class OpenRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment) =>
        happened is BreakerEvent.ProbeRequested requested && moment.Now >= state.OpenUntil && !HalfOpenRules.MustYield(state, requested, moment.Now)
            ? HalfOpenRules.Apply(state.To(BreakerState.HalfOpen, state.Reason) with { Overdue = state.Overdue }, happened, moment)
            : new(state);
}
