namespace Failfast.Local;

/// <summary>The result of an admission decision.</summary>
/// <param name="Gate">The gate that decided; null for a call that runs uncounted.</param>
/// <param name="Group">The call's group; null if it was rejected or runs uncounted.</param>
/// <param name="HoldsSlot">Whether it holds a slot of <see cref="BreakerSettings.MaxConcurrentCalls"/>.</param>
/// <param name="Cause">Why it was rejected, if it was.</param>
internal readonly record struct Admission(Gate? Gate, CallGroup? Group, bool HoldsSlot, RejectionCause Cause)
{
    public static Admission Uncounted => default;

    /// <summary>The gate that rejected it; null if it may run.</summary>
    public Gate? Rejecting => Group is null ? Gate : null;

    public static Admission Of(Gate gate, CallGroup group, bool holdsSlot = false) => new(gate, group, holdsSlot, default);

    public static Admission Rejected(Gate gate, RejectionCause cause) => new(gate, null, false, cause);
}
