using System.Collections.Immutable;

namespace Failfast.Machine;

/// <summary>The state of a breaker that the rules work on. Times are monotonic and local.</summary>
internal sealed record MachineState
{
    public static readonly MachineState Initial = new();

    public BreakerState State { get; init; } = BreakerState.Closed;

    /// <summary>The number of transitions made.</summary>
    public long Generation { get; init; }

    /// <summary>Why the breaker is in this state, in words for people.</summary>
    public string? Reason { get; init; }

    /// <summary>Breaks in a row, including the current one.</summary>
    public int Breaks { get; init; }

    /// <summary>Breaks in a row before the breaker closed; if it opens again soon, they go on growing.</summary>
    public int PastBreaks { get; init; }

    /// <summary>The length of the current or last break.</summary>
    public TimeSpan BreakLength { get; init; }

    /// <summary>When the break ends, or the isolation; <see cref="TimeSpan.MaxValue"/> for an isolation without end.</summary>
    public TimeSpan OpenUntil { get; init; }

    /// <summary>When the breaker closed after rejecting calls; null if it never did.</summary>
    public TimeSpan? ClosedAt { get; init; }

    public RollingWindow Window { get; init; } = RollingWindow.Empty;

    public FailureRun Failures { get; init; } = FailureRun.None;

    /// <summary>Failures since the last success.</summary>
    public long Run => Failures.Length;

    /// <summary>When the run of failures was first reported.</summary>
    public TimeSpan RunReportedAt { get; init; }

    /// <summary>When each host last saw a failure or a slow call.</summary>
    public ImmutableDictionary<Guid, TimeSpan> FailingHosts { get; init; } = ImmutableDictionary<Guid, TimeSpan>.Empty;

    /// <summary>Until when the decision to open waits for silent hosts; null if none is pending.</summary>
    public TimeSpan? ConfirmBy { get; init; }

    /// <summary>Probe leases that are granted.</summary>
    public ImmutableArray<ProbeLease> Probes { get; init; } = [];

    /// <summary>Never decreases. Each activation starts at its own number, so that its leases differ from those of others.</summary>
    public long LastProbeNumber { get; init; }

    public int ProbeSuccesses { get; init; }

    /// <summary>The total duration of probes given up by their callers since the last answer.</summary>
    public TimeSpan GivenUpFor { get; init; }

    /// <summary>Hosts whose probes failed or were given up since the breaker was last closed: others come first for a while.</summary>
    public ImmutableArray<Guid> FailedProbers { get; init; } = [];

    /// <summary>Until then another host is preferred to <see cref="FailedProbers"/>.</summary>
    public TimeSpan PreferOthersUntil { get; init; }

    /// <summary>Overdue probes whose late success would undo the opening that they caused; null if there are none.</summary>
    public OverdueProbes? Overdue { get; init; }

    /// <summary>When to try again: zero when calls are admitted, null when only an operator can say.</summary>
    public TimeSpan? RetryAfter(BreakerState effective, TimeSpan now) => effective switch
    {
        BreakerState.Isolated when OpenUntil == TimeSpan.MaxValue => null,
        BreakerState.Open or BreakerState.Isolated => OpenUntil - now,
        _ => TimeSpan.Zero,
    };

    /// <summary>The state as shown to users: half-open from the end of the break, even before the first probe.</summary>
    public BreakerState Effective(TimeSpan now) =>
        State is BreakerState.Open or BreakerState.Isolated && now >= OpenUntil ? BreakerState.HalfOpen : State;

    /// <summary>The same under these settings: disabled if they are not enabled.</summary>
    public BreakerState Effective(BreakerSettings settings, TimeSpan now) => settings.Enabled ? Effective(now) : BreakerState.Disabled;

    /// <summary>How many hosts saw a failure or a slow call within the sampling duration.</summary>
    public int CountFailingHosts(BreakerSettings settings, TimeSpan now)
    {
        var count = 0;
        foreach (var (_, at) in FailingHosts)
            if (now - at < settings.SamplingDuration)
                count++;
        return count;
    }
}
