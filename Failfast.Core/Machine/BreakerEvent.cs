using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>What can happen to a breaker.</summary>
internal abstract record BreakerEvent
{
    /// <summary>Calls of the current generation ended, or became slow.</summary>
    /// <param name="Host">The host that made them.</param>
    /// <param name="Counts">Oldest first.</param>
    /// <param name="HeardSince">When the active host that has been silent longest was last heard.</param>
    public sealed record Counted(Guid Host, AgedCounts[] Counts, TimeSpan HeardSince) : BreakerEvent;

    /// <summary>Time has passed, or a silent host has answered without counts.</summary>
    public sealed record TimePassed(TimeSpan HeardSince) : BreakerEvent;

    /// <summary>A host requests a probe lease.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="HasBetter">Whether another host was heard recently whose probes have not failed.</param>
    /// <param name="Known">The numbers of the leases that the host knows; null for all. A granted lease that is missing was lost on its way.</param>
    public sealed record ProbeRequested(Guid Host, bool HasBetter = false, long[]? Known = null) : BreakerEvent;

    /// <summary>A host renews a lease that it keeps for a coming call.</summary>
    public sealed record ProbeRenewed(Guid Host, long Number) : BreakerEvent;

    /// <summary>A probe ended, or its lease was returned unused.</summary>
    /// <param name="Host">The host that held the lease.</param>
    /// <param name="Generation">The generation it was granted in.</param>
    /// <param name="Number">The lease's number.</param>
    /// <param name="Outcome">How the probe ended.</param>
    /// <param name="Lasted">How long its call took.</param>
    public sealed record ProbeEnded(Guid Host, long Generation, long Number, ProbeOutcome Outcome, TimeSpan Lasted = default) : BreakerEvent;

    /// <param name="Reason">For people.</param>
    /// <param name="For">How long; null for an isolation without end.</param>
    public sealed record Isolated(string? Reason, TimeSpan? For = null) : BreakerEvent;

    public sealed record ClosedByOperator : BreakerEvent;

    public sealed record DisabledByOperator : BreakerEvent;

    public sealed record EnabledByOperator : BreakerEvent;

    public sealed record ResetByOperator : BreakerEvent;

    /// <summary>The value of <c>HeardSince</c> when no active host is silent.</summary>
    public static readonly TimeSpan NobodySilent = TimeSpan.MaxValue;
}
