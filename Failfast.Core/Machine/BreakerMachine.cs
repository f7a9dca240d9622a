using System.Diagnostics;

namespace Failfast.Machine;

/// <summary>The rules of a circuit breaker, as one pure function. Each state has a file of its own.</summary>
internal static class BreakerMachine
{
    /// <summary>Applies an event to a state.</summary>
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment)
    {
        if (OperatorRules.Apply(state, happened, moment) is { } byOperator)
            return new(byOperator);
        if (happened is BreakerEvent.ProbeEnded ended && ended.Generation != state.Generation)
            return OverdueRules.Apply(state, ended, moment);
        if (!moment.Settings.Enabled)
            // Ends a pending decision too: its timer would otherwise fire again and again.
            return new(state.ConfirmBy is null ? state : state with { ConfirmBy = null });
        return state.State switch
        {
            BreakerState.Closed => ClosedRules.Apply(state, happened, moment),
            BreakerState.Open or BreakerState.Isolated => OpenRules.Apply(state, happened, moment),
            BreakerState.HalfOpen => HalfOpenRules.Apply(state, happened, moment),
            // Only an operator's command changes it.
            BreakerState.Disabled => new(state),
            _ => throw new UnreachableException($"No rules for state {state.State}."),
        };
    }
}
