using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>An operator's command: an event, or settings (null for those of configuration).</summary>
internal sealed record OperatorCommand(int Number, BreakerEvent? Event, BreakerSettings? Settings)
{
    public bool IsReset => Event is BreakerEvent.ResetByOperator;

    public bool IsOfSettings => Event is null || IsReset;

    public bool IsOfState => Event is not null;

    /// <summary>The state that the command holds the breaker in; null if it leaves the state to the machine.</summary>
    public BreakerState? Held => Event switch
    {
        BreakerEvent.Isolated => BreakerState.Isolated,
        BreakerEvent.DisabledByOperator => BreakerState.Disabled,
        _ => null,
    };

    /// <summary>Whether the state that it leaves, or comes to leave, is that one.</summary>
    public bool MayHold(BreakerState? held) => Held == held || (held is null && Event is BreakerEvent.Isolated { For: not null });
}
