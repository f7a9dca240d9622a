namespace Failfast.Machine;

/// <summary>Operators' commands, which apply in every state.</summary>
internal static class OperatorRules
{
    /// <summary>The state after an operator's command; null if the event isn't one.</summary>
    public static MachineState? Apply(MachineState state, BreakerEvent happened, in Moment moment) => happened switch
    {
        BreakerEvent.Isolated isolated => (state.State == BreakerState.Isolated ? state : state.To(BreakerState.Isolated, isolated.Reason)) with
        {
            Reason = isolated.Reason,
            OpenUntil = isolated.For is { } length ? moment.Now + length : TimeSpan.MaxValue,
        },
        BreakerEvent.ResetByOperator => state.ToClosed(moment, "reset by an operator"),
        BreakerEvent.ClosedByOperator => state.ToClosed(moment, "closed by an operator"),
        BreakerEvent.DisabledByOperator when state.State == BreakerState.Disabled => state,
        BreakerEvent.DisabledByOperator => state.To(BreakerState.Disabled, "disabled by an operator"),
        BreakerEvent.EnabledByOperator when state.State == BreakerState.Disabled => state.ToClosed(moment, "enabled by an operator"),
        BreakerEvent.EnabledByOperator => state,
        _ => null,
    };
}
