namespace Failfast.Local;

/// <summary>What came of asking to be let in.</summary>
/// <param name="Gate">The gate that decided; null for a call that may run and isn't counted.</param>
/// <param name="Group">What the call belongs to; null if it was rejected, or isn't counted.</param>
/// <param name="HoldsSlot">It holds one of the slots that <see cref="BreakerSettings.MaxConcurrentCalls"/> allows.</param>
/// <param name="Cause">Why it was rejected, if it was.</param>
internal readonly record struct Admission(Gate? Gate, CallGroup? Group, bool HoldsSlot, RejectionCause Cause)
{
    public static Admission Uncounted => default;

    /// <summary>The gate that rejected it; null if it may run.</summary>
    public Gate? Rejecting => Group is null ? Gate : null;

    public static Admission Of(Gate gate, CallGroup group, bool holdsSlot = false) => new(gate, group, holdsSlot, default);

    public static Admission Rejected(Gate gate, RejectionCause cause = RejectionCause.State) => new(gate, null, false, cause);
}
