using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// A host's side of the protocol for one breaker: the last snapshot of the grain, the host's own machine, and which of the two
/// decides. It uses no clock, task or network, and takes one caller at a time.
/// </summary>
internal sealed partial class HostProtocol(
    Guid host, string hostName, ProtocolTimings timings, BreakerSettings configured, TimeSpan born = default)
{
    private readonly HostLedger _ledger = new(born.Ticks);
    private readonly ReportSchedule _schedule = new(timings);
    private readonly RetryTime _retryTime = new();
    private GrainSnapshot? _lastSnapshot;
    private BreakerSettings _settings = configured;
    private BreakerSettings _ownSettings = Alone(configured);
    private MachineState _own = MachineState.Initial;
    private TimeSpan _openUntil;
    private TimeSpan? _closedAt;
    private TimeSpan? _unknownFrom;
    private TimeSpan _heardAt;
    private TimeSpan _nextProbeRequestAt;
    private long? _firstGeneration;
    private bool _isRequestingProbe;

    /// <summary>The most frequent cause of this host's last failures, for the reasons of its own trips; null if unknown.</summary>
    public Func<IEnumerable<Guid>, string?>? CauseOf { get; init; }

    /// <summary>The settings in force here.</summary>
    public BreakerSettings Settings => _settings;

    /// <summary>The newest snapshot of the grain; null before the first.</summary>
    public GrainSnapshot? LastSnapshot => _lastSnapshot;

    /// <summary>Whether the grain has said what the state is, and knows itself that storage has no later one.</summary>
    public bool IsKnown => _lastSnapshot is not (null or { IsProvisional: true, State: BreakerState.Closed });

    /// <summary>Whether the grain can't be reached, so that this host decides for itself.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>Whether there are counts that the grain has not acknowledged: they must be reported even if the breaker is not in use.</summary>
    public bool Owes => !_ledger.IsEmpty;

    /// <summary>A report is under way.</summary>
    public bool IsReporting => _schedule.InFlight;

    /// <summary>When the last probe request was sent.</summary>
    public TimeSpan ProbeRequestedAt { get; private set; }

    /// <summary>A request for a probe lease is under way.</summary>
    public bool IsRequestingProbe => _isRequestingProbe;

    /// <summary>Whether nothing here is worth remembering once the window is over: closed, and never operated.</summary>
    public bool IsForgettable => _own is { State: BreakerState.Closed, Run: 0 }
        && _lastSnapshot is null or { State: BreakerState.Closed, HasCommand: false };

    /// <summary>The host's own machine, for its tests.</summary>
    public MachineState Own => _own;

    /// <summary>How the host sees its breaker now.</summary>
    public HostView View(TimeSpan now)
    {
        if (!_settings.Enabled)
            return Cluster(GuardMode.PassThrough, BreakerState.Disabled, null);
        if (IsUnknown(now))
            return Unknown(now);
        if (!IsAlone && !IsTrusted(now))
        {
            // The cluster was last closed, or is not known: a break of the own machine stays in force.
            return _lastSnapshot is null or { State: BreakerState.Closed }
                ? OwnView(now) with { Mode = GuardMode.Undecided }
                : Cluster(GuardMode.Undecided, _lastSnapshot.State, OpenUntil);
        }

        switch (_lastSnapshot?.State)
        {
            case BreakerState.Disabled:
                return Cluster(GuardMode.PassThrough, BreakerState.Disabled, null);
            case BreakerState.Isolated when now < _openUntil:
                return Cluster(Rejecting, BreakerState.Isolated, OpenUntil);
            case BreakerState.Open or BreakerState.Isolated when !IsAlone:
                return Cluster(now < _openUntil ? Rejecting : GuardMode.Undecided, _lastSnapshot.State, _openUntil);
            case BreakerState.HalfOpen when !IsAlone:
                return Cluster(GuardMode.Undecided, BreakerState.HalfOpen, _nextProbeRequestAt);
            default:
                return OwnView(now);
        }
    }

    /// <summary>Whether a probe that has not begun would still be of use.</summary>
    public bool IsWorthRunning(CallTicket probe) => probe.ClusterProbe is { } lease
        ? !IsAlone && _lastSnapshot is { State: BreakerState.HalfOpen } && lease.Generation == _lastSnapshot.Generation
        : probe.LocalGeneration == _own.Generation && _own.State == BreakerState.HalfOpen;

    /// <summary>The cluster's members have changed: a grain that did not answer is asked again at once.</summary>
    public void TryAgain() => _schedule.TryAgain();

    /// <summary>The grain's snapshot is needed here.</summary>
    public void WantReport() => _schedule.Wanted = true;

    /// <summary>The grain waits for a report.</summary>
    public void ReportRequested() => _schedule.Requested = true;

    public BreakerSnapshot Snapshot(string name, TimeSpan now)
    {
        var view = View(now);
        return new BreakerSnapshot
        {
            Name = name,
            State = view.StateAt(now),
            Scope = _lastSnapshot is null ? BreakerScope.Alone : view.Scope,
            Generation = _lastSnapshot?.Generation ?? 0,
            RetryAfter = view.RetryAfterAt(now),
            Breaks = view.Breaks,
            Reason = view.Reason,
            Settings = _settings,
        };
    }

    // By the settings in force nothing may run before the state is known, and that is not for too long yet.
    private bool IsUnknown(TimeSpan now) => _settings.RejectUntilKnown is { } longest && !IsKnown && !(now - _unknownFrom >= longest);

    private HostView Unknown(TimeSpan now) => new(
        IsAlone || IsTrusted(now) ? Rejecting : GuardMode.Undecided, BreakerState.Open, BreakerScope.Alone,
        _unknownFrom + _settings.RejectUntilKnown, HostView.NotKnown, 0, Cluster(default, default, null).Ticket);

    private TimeSpan? OpenUntil => _openUntil == TimeSpan.MaxValue ? null : _openUntil;

    private GuardMode Rejecting => _settings.ObserveOnly ? GuardMode.PassThrough : GuardMode.Rejecting;

    private bool IsTrusted(TimeSpan now) => _lastSnapshot is not null && now - _heardAt < timings.LeaseDuration;

    private HostView Cluster(GuardMode mode, BreakerState state, TimeSpan? until) => new(
        mode, state, BreakerScope.Cluster, until, _lastSnapshot?.Reason, _lastSnapshot?.Breaks ?? 0,
        new CallTicket(_lastSnapshot?.Generation ?? CallTicket.BeforeFirstSnapshot, _own.Generation));

    private HostView OwnView(TimeSpan now)
    {
        var mode = _own.State switch
        {
            BreakerState.Closed => GuardMode.Counting,
            BreakerState.Open when now < _own.OpenUntil => Rejecting,
            _ => GuardMode.Undecided,
        };
        var counted = _lastSnapshot is null ? CallTicket.BeforeFirstSnapshot
            : _lastSnapshot.State == BreakerState.Closed ? _lastSnapshot.Generation
            : CallTicket.NotCounted;
        var scope = IsAlone ? BreakerScope.Alone : mode == GuardMode.Counting ? BreakerScope.Cluster : BreakerScope.Host;
        return new HostView(
            mode, _own.State, scope, _own.State == BreakerState.Open ? _own.OpenUntil : null,
            _own.State == BreakerState.Closed ? _lastSnapshot?.Reason : _own.Reason, _own.Breaks,
            new CallTicket(counted, _own.Generation),
            mode == GuardMode.Counting ? RampUpFrom(now) : null);
    }

    // Whichever closed last, the cluster or this host's own machine.
    private TimeSpan? RampUpFrom(TimeSpan now)
    {
        var from = _own.ClosedAt is { } own && !(_closedAt > own) ? own : _closedAt;
        return now - from < _settings.RampUpDuration ? from : null;
    }

    // The cluster is half-open, or its break is over, and the own machine does not hold calls back.
    private bool IsHalfOpen(TimeSpan now) => IsTrusted(now) && !IsAlone
        && View(now) is { AwaitsProbe: true, Scope: BreakerScope.Cluster };

    // Alone, this host is the only one. Most breakers share one object.
    private static BreakerSettings Alone(BreakerSettings settings) => settings.MinimumHosts == 1 ? settings : settings with { MinimumHosts = 1 };

    private Moment Moment(TimeSpan now, double random) => new(now, random, _ownSettings, timings, CauseOf, _retryTime.At);
}
