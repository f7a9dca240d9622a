using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>What an operator asked for: an event, or settings (null for those of configuration).</summary>
internal sealed record OperatorCommand(int Number, BreakerEvent? Event, BreakerSettings? Settings)
{
    public bool IsReset => Event is BreakerEvent.ResetByOperator;

    public bool IsOfSettings => Event is null || IsReset;

    public bool IsOfState => Event is not null;

    /// <summary>The state that it leaves, as far as operators decide it; null for one they leave to the machine.</summary>
    public BreakerState? Held => Event switch
    {
        BreakerEvent.Isolated => BreakerState.Isolated,
        BreakerEvent.DisabledByOperator => BreakerState.Disabled,
        _ => null,
    };

    /// <summary>Whether the state that it leaves, or comes to leave, is that one.</summary>
    public bool MayHold(BreakerState? held) => Held == held || (held is null && Event is BreakerEvent.Isolated { For: not null });
}
