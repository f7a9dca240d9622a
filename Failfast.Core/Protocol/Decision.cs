namespace Failfast.Protocol;

/// <summary>The decision on one call for which the gate alone was not enough.</summary>
internal enum Decision
{
    /// <summary>Run it under the ticket.</summary>
    Run,

    /// <summary>Run it without counting.</summary>
    RunUncounted,

    /// <summary>Reject it.</summary>
    Reject,

    /// <summary>Its caller has cancelled it, and as a probe it would teach nothing: it does not run and counts nothing.</summary>
    GiveUp,

    /// <summary>Wait, within the budget, for the grain's snapshot, then decide again.</summary>
    AwaitSnapshot,

    /// <summary>Wait, within the budget, for a probe lease of the grain, then decide again.</summary>
    RequestProbe,
}
