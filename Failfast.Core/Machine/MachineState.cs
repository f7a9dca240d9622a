using System.Collections.Immutable;

namespace Failfast.Machine;

/// <summary>A breaker. Everything the rules need and nothing else; times are monotonic and local.</summary>
internal sealed record MachineState
{
    public static readonly MachineState Initial = new();

    public BreakerState State { get; init; } = BreakerState.Closed;

    /// <summary>How many transitions were made.</summary>
    public long Generation { get; init; }

    /// <summary>Why the state is what it is, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Breaks in a row, the present one included.</summary>
    public int Breaks { get; init; }

    /// <summary>Closed after so many breaks in a row: should it open again soon, breaks go on growing.</summary>
    public int PastBreaks { get; init; }

    /// <summary>The length of the present or last break.</summary>
    public TimeSpan BreakLength { get; init; }

    /// <summary>When the break ends, or the isolation; <see cref="TimeSpan.MaxValue"/> for an isolation without end.</summary>
    public TimeSpan OpenUntil { get; init; }

    /// <summary>When it closed after having held calls back; null if it never did.</summary>
    public TimeSpan? ClosedAt { get; init; }

    public RollingWindow Window { get; init; } = RollingWindow.Empty;

    public FailureRun Failures { get; init; } = FailureRun.None;

    /// <summary>Failures since the last success.</summary>
    public long Run => Failures.Length;

    /// <summary>When the run of failures was first heard of.</summary>
    public TimeSpan RunReportedAt { get; init; }

    /// <summary>When each host last saw a failure or a slow call.</summary>
    public ImmutableDictionary<Guid, TimeSpan> FailingHosts { get; init; } = ImmutableDictionary<Guid, TimeSpan>.Empty;

    /// <summary>A rule holds, and silent hosts are being asked until then.</summary>
    public TimeSpan? ConfirmBy { get; init; }

    /// <summary>Permits that are out.</summary>
    public ImmutableArray<ProbeLease> Probes { get; init; } = [];

    /// <summary>Never goes back; where it starts, one activation's permits can be told from another's.</summary>
    public long LastProbeNumber { get; init; }

    public int ProbeSuccesses { get; init; }

    /// <summary>How long probes that their callers gave up have lasted together, with no answer between.</summary>
    public TimeSpan GivenUpFor { get; init; }

    /// <summary>Hosts whose probes failed, or were given up, since it last was closed: others come first for a while.</summary>
    public ImmutableArray<Guid> FailedProbers { get; init; } = [];

    /// <summary>Until then another host is preferred to <see cref="FailedProbers"/>.</summary>
    public TimeSpan PreferOthersUntil { get; init; }

    /// <summary>Probes that did not come back in time, and whose success would undo that; null if none would.</summary>
    public OverdueProbes? Overdue { get; init; }

    /// <summary>The state as people see it: a break that has run out is half-open before anyone probes.</summary>
    public BreakerState Effective(TimeSpan now) =>
        State is BreakerState.Open or BreakerState.Isolated && now >= OpenUntil ? BreakerState.HalfOpen : State;
}
