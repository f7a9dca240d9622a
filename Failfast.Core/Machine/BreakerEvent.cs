using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>What can happen to a breaker.</summary>
internal abstract record BreakerEvent
{
    /// <summary>Calls of the present generation ended, or went overdue.</summary>
    /// <param name="Host">Where.</param>
    /// <param name="Counts">By age, oldest first.</param>
    /// <param name="HeardSince">When the active host that has been silent for longest was last heard.</param>
    public sealed record Counted(Guid Host, AgedCounts[] Counts, TimeSpan HeardSince) : BreakerEvent;

    /// <summary>Nothing but time has passed, or a silent host has answered with nothing to count.</summary>
    public sealed record TimePassed(TimeSpan HeardSince) : BreakerEvent;

    /// <summary>A host asks for a probe lease.</summary>
    /// <param name="Host">Which.</param>
    /// <param name="HasBetter">Another host was heard lately, whose probes have not failed.</param>
    /// <param name="Known">The numbers of leases that it knows of; null for all. One that it does not know of was lost on its way.</param>
    public sealed record ProbeRequested(Guid Host, bool HasBetter = false, long[]? Known = null) : BreakerEvent;

    /// <summary>A host keeps a lease for a call to come, and says that it is still there.</summary>
    public sealed record ProbeRenewed(Guid Host, long Number) : BreakerEvent;

    /// <param name="Host">Whose lease it was.</param>
    /// <param name="Generation">In which it was granted.</param>
    /// <param name="Number">Of the lease.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Lasted">How long its call took.</param>
    public sealed record ProbeEnded(Guid Host, long Generation, long Number, ProbeOutcome Outcome, TimeSpan Lasted = default) : BreakerEvent;

    /// <param name="Reason">For people.</param>
    /// <param name="For">How long; null for an isolation without end.</param>
    public sealed record Isolated(string? Reason, TimeSpan? For = null) : BreakerEvent;

    public sealed record ClosedByOperator : BreakerEvent;

    public sealed record DisabledByOperator : BreakerEvent;

    public sealed record EnabledByOperator : BreakerEvent;

    public sealed record ResetByOperator : BreakerEvent;

    /// <summary>No active host is silent.</summary>
    public static readonly TimeSpan NobodySilent = TimeSpan.MaxValue;
}
