using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>What an operator asked for: an event, or settings (null for those of configuration).</summary>
internal sealed record OperatorCommand(int Number, BreakerEvent? Event, BreakerSettings? Settings)
{
    public bool IsOfSettings => Event is null;

    /// <summary>The state that it leaves, as far as operators decide it; null for one they leave to the machine.</summary>
    public BreakerState? Held => Event switch
    {
        BreakerEvent.Isolated => BreakerState.Isolated,
        BreakerEvent.DisabledByOperator => BreakerState.Disabled,
        _ => null,
    };
}
