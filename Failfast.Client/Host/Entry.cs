namespace Failfast.Host;

/// <summary>What came of asking to be let in.</summary>
/// <param name="Gate">The gate that decided; null for a call that may run and isn't counted.</param>
/// <param name="Group">What the call belongs to; null if it was rejected, or isn't counted.</param>
/// <param name="HoldsPlace">It holds one of the places that <see cref="BreakerSettings.MaxConcurrentCalls"/> allows.</param>
/// <param name="Cause">Why it was rejected, if it was.</param>
internal readonly record struct Entry(Gate? Gate, CallGroup? Group, bool HoldsPlace, RejectionCause Cause)
{
    public static Entry Uncounted => default;

    /// <summary>The gate that rejected it; null if it may run.</summary>
    public Gate? Rejecting => Group is null ? Gate : null;

    public static Entry Of(Gate gate, CallGroup group, bool holdsPlace = false) => new(gate, group, holdsPlace, default);

    public static Entry Rejected(Gate gate, RejectionCause cause = RejectionCause.State) => new(gate, null, false, cause);
}
