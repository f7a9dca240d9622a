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

    public sealed record ProbeRequested(Guid Host) : BreakerEvent;

    public sealed record ProbeEnded(Guid Host, long Generation, long Number, ProbeOutcome Outcome) : BreakerEvent;

    public sealed record Isolated(string? Reason) : BreakerEvent;

    public sealed record ClosedByOperator : BreakerEvent;

    public sealed record DisabledByOperator : BreakerEvent;

    public sealed record EnabledByOperator : BreakerEvent;

    /// <summary>No active host is silent.</summary>
    public static readonly TimeSpan NobodySilent = TimeSpan.MaxValue;
}
