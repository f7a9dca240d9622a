namespace Failfast.Machine;

/// <summary>Open: nothing extends or shortens a break; the first caller after it begins half-open.</summary>
internal static class OpenRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment) =>
        happened is BreakerEvent.ProbeRequested && moment.Now >= state.OpenUntil
            // Permits that an activation before this one may have granted are still out.
            ? HalfOpenRules.Apply(state.To(BreakerState.HalfOpen, state.Reason) with { Probes = state.Probes }, happened, moment)
            : new(state);
}
