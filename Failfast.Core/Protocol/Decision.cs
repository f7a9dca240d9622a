namespace Failfast.Protocol;

/// <summary>What becomes of one call that came while the host had to think.</summary>
internal enum Decision
{
    /// <summary>Run it; the ticket says what it belongs to.</summary>
    Run,

    /// <summary>Run it without counting.</summary>
    RunUncounted,

    /// <summary>Reject it.</summary>
    Reject,

    /// <summary>Its caller has given up already, and a probe would tell nothing: it does not run, and counts nothing.</summary>
    GiveUp,

    /// <summary>Wait, within the budget, for the grain's snapshot, then decide again.</summary>
    AwaitSnapshot,

    /// <summary>Ask the grain for a probe lease, within the budget, then decide again.</summary>
    RequestProbe,
}
