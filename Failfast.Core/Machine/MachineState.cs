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

    /// <summary>The length of the present or last break.</summary>
    public TimeSpan BreakLength { get; init; }

    public TimeSpan OpenUntil { get; init; }

    /// <summary>When it closed after having held calls back; null if it never did.</summary>
    public TimeSpan? ClosedAt { get; init; }

    public RollingWindow Window { get; init; } = RollingWindow.Empty;

    /// <summary>Failures since the last success.</summary>
    public long Run { get; init; }

    public TimeSpan RunStarted { get; init; }

    /// <summary>When the first failure of the run happened, at the earliest; it may have been heard of much later.</summary>
    public TimeSpan RunBegan { get; init; }

    /// <summary>When each host last saw a failure or a slow call.</summary>
    public ImmutableDictionary<Guid, TimeSpan> FailingHosts { get; init; } = ImmutableDictionary<Guid, TimeSpan>.Empty;

    /// <summary>A rule holds, and silent hosts are being asked until then.</summary>
    public TimeSpan? ConfirmBy { get; init; }

    /// <summary>Permits that are out.</summary>
    public ImmutableArray<ProbeLease> Probes { get; init; } = [];

    /// <summary>Never goes back; where it starts, one activation's permits can be told from another's.</summary>
    public long LastProbeNumber { get; init; }

    public int ProbeSuccesses { get; init; }

    /// <summary>The state as people see it: a break that has run out is half-open before anyone probes.</summary>
    public BreakerState Effective(TimeSpan now) =>
        State == BreakerState.Open && now >= OpenUntil ? BreakerState.HalfOpen : State;
}
