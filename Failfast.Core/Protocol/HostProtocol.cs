using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// A host's side of the protocol for one breaker: the last snapshot of the grain, the host's own machine beside it, and
/// which of the two decides. It touches no clock, task or network; one caller at a time.
/// </summary>
internal sealed partial class HostProtocol(
    Guid host, string hostName, ProtocolTimings timings, BreakerSettings configured, TimeSpan born = default)
{
    private readonly HostLedger _ledger = new(born.Ticks);
    private readonly ReportSchedule _schedule = new(timings);
    private GrainSnapshot? _lastSnapshot;
    private BreakerSettings _settings = configured;
    private BreakerSettings _ownSettings = configured with { MinimumHosts = 1 };
    private MachineState _own = MachineState.Initial;
    private TimeSpan _openUntil;
    private TimeSpan? _closedAt;
    private TimeSpan _heardAt;
    private TimeSpan _askAgainAt;
    private long? _firstGeneration;
    private bool _asking;

    /// <summary>The commonest cause of this host's last failures, for the reasons of its own trips; null if nobody can say.</summary>
    public Func<IEnumerable<Guid>, string?>? CauseOf { get; init; }

    /// <summary>The policy in force here.</summary>
    public BreakerSettings Settings => _settings;

    /// <summary>The newest snapshot of the grain; null before the first.</summary>
    public GrainSnapshot? LastSnapshot => _lastSnapshot;

    /// <summary>The grain can't be reached: this host decides for itself.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>Calls that the grain has not acknowledged yet: the host has more to say, whether or not it is in use.</summary>
    public bool Owes => !_ledger.IsEmpty;

    /// <summary>A report is under way.</summary>
    public bool IsReporting => _schedule.InFlight;

    /// <summary>When the last probe lease was asked for.</summary>
    public TimeSpan AskedAt { get; private set; }

    /// <summary>A request for a probe lease is under way.</summary>
    public bool IsRequestingProbe => _asking;

    /// <summary>Closed, and nothing an operator said: once the window is over nothing here is worth remembering.</summary>
    public bool IsForgettable => _own is { State: BreakerState.Closed, Run: 0 }
        && _lastSnapshot is null or { State: BreakerState.Closed, CommandRevision: 0, SettingsRevision: 0 };

    /// <summary>The host's own machine, for its tests.</summary>
    public MachineState Own => _own;

    /// <summary>How the host sees its breaker now.</summary>
    public HostView View(TimeSpan now)
    {
        if (!_settings.Enabled)
            return Cluster(GuardMode.PassThrough, BreakerState.Disabled, null);
        if (!IsAlone && !IsTrusted(now))
        {
            // The cluster says closed, or nothing yet: what the host holds for itself it goes on holding.
            return _lastSnapshot is null or { State: BreakerState.Closed }
                ? OwnView(now) with { Mode = GuardMode.Undecided }
                : Cluster(GuardMode.Undecided, _lastSnapshot.State, _openUntil);
        }

        switch (_lastSnapshot?.State)
        {
            case BreakerState.Disabled:
                return Cluster(GuardMode.PassThrough, BreakerState.Disabled, null);
            case BreakerState.Isolated:
                return Cluster(Rejecting, BreakerState.Isolated, null);
            case BreakerState.Open when !IsAlone:
                return Cluster(now < _openUntil ? Rejecting : GuardMode.Undecided, BreakerState.Open, _openUntil);
            case BreakerState.HalfOpen when !IsAlone:
                return Cluster(GuardMode.Undecided, BreakerState.HalfOpen, _askAgainAt);
            default:
                return OwnView(now);
        }
    }

    /// <summary>Decides on one call, when <see cref="View"/> says that a decision is needed.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <param name="ticket">What the call belongs to, if it may run.</param>
    public Decision Decide(TimeSpan now, double random, out CallTicket ticket)
    {
        _schedule.Traffic = true;
        var view = View(now);
        ticket = view.Ticket;
        switch (view.Mode)
        {
            case GuardMode.Counting:
                return Decision.Run;
            case GuardMode.PassThrough:
                return Decision.RunUncounted;
            case GuardMode.Rejecting:
                return Decision.Reject;
        }

        if (!IsAlone && !IsTrusted(now))
        {
            _schedule.Wanted = true;
            if (_schedule.InFlight || _schedule.IsDue(urgent: true, now))
                return Decision.AwaitSnapshot;
            // The grain did not answer lately and is not asked again yet: nothing to wait for.
            GoAlone(now);
            return Decide(now, random, out ticket);
        }

        if (view.Scope == BreakerScope.Cluster)
            return AskForPermit(now) ? Decision.RequestProbe : RejectByState();
        return ProbeOwn(now, random, out ticket) ? Decision.Run : RejectByState();
    }

    /// <summary>Calls of one ticket ended in time and well.</summary>
    /// <param name="ticket">The calls'.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Succeeded(CallTicket ticket, long count, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OfSuccesses(count), now, random);

    public void Failed(CallTicket ticket, TimeSpan now, double random) =>
        Count(ticket, CallCounts.OneFailure, now, random);

    /// <summary>A call was slow, or hangs and is found so.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isFailure">Slow calls are failures, too; however it ends, it is to be counted no more.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void WasSlow(CallTicket ticket, bool isFailure, TimeSpan now, double random) =>
        Count(ticket, isFailure ? CallCounts.OneSlowFailure : CallCounts.OneSlow, now, random);

    /// <summary>A call that was slow failed too.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="isCounted">Whether it was counted as slow already, while it hung.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void FailedSlowly(CallTicket ticket, bool isCounted, TimeSpan now, double random) =>
        Count(ticket, isCounted ? CallCounts.OneLateFailure : CallCounts.OneSlowFailure, now, random);

    /// <summary>A probe of this host alone ended; the cluster's are ended at the grain.</summary>
    /// <param name="ticket">The probe's.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="lasted">How long it took.</param>
    /// <param name="isCounted">It was told before that it did not come back in time.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void OwnProbeEnded(CallTicket ticket, ProbeOutcome outcome, TimeSpan lasted, bool isCounted, TimeSpan now, double random)
    {
        var ended = new BreakerEvent.ProbeEnded(host, ticket.LocalGeneration, ticket.LocalProbe, outcome, lasted);
        _own = BreakerMachine.Apply(_own, ended, Moment(now, random)).State;
        if (isCounted || outcome is not (ProbeOutcome.Success or ProbeOutcome.Failure or ProbeOutcome.Overdue))
            return;
        // It may be the last call for long, and is to be told all the same.
        _schedule.Traffic = true;
        CountInCluster(ticket, outcome == ProbeOutcome.Success ? CallCounts.OfSuccesses(1) : CallCounts.OneFailure, now);
    }

    /// <summary>Whether a probe not begun yet would still tell something.</summary>
    public bool IsWorthRunning(CallTicket probe) => probe.Permit is { } permit
        ? !IsAlone && _lastSnapshot is { State: BreakerState.HalfOpen } && permit.Generation == _lastSnapshot.Generation
        : probe.LocalGeneration == _own.Generation && _own.State == BreakerState.HalfOpen;

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

    private GuardMode Rejecting => _settings.ObserveOnly ? GuardMode.PassThrough : GuardMode.Rejecting;

    private bool IsTrusted(TimeSpan now) => _lastSnapshot is not null && now - _heardAt < timings.LeaseDuration;

    private Decision RejectByState() => _settings.ObserveOnly ? Decision.RunUncounted : Decision.Reject;

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

    // In the cluster, with a probe to be had, and not refused by this host's own machine.
    private bool IsHalfOpen(TimeSpan now) => IsTrusted(now) && !IsAlone
        && View(now) is { Mode: GuardMode.Undecided, State: BreakerState.Open or BreakerState.HalfOpen, Scope: BreakerScope.Cluster };

    private bool AskForPermit(TimeSpan now)
    {
        if (_asking || now < _askAgainAt)
            return false;
        // The next time it is asked only after an interval, whatever comes of this; until then that is when to try again.
        _askAgainAt = now + timings.ReportInterval;
        return _asking = true;
    }

    private bool ProbeOwn(TimeSpan now, double random, out CallTicket ticket)
    {
        var step = BreakerMachine.Apply(_own, new BreakerEvent.ProbeRequested(host), Moment(now, random));
        _own = step.State;
        ticket = View(now).Ticket with { LocalProbe = step.Lease?.Number ?? 0 };
        return step.Lease is not null;
    }

    private void Count(CallTicket ticket, CallCounts counts, TimeSpan now, double random)
    {
        _schedule.Traffic = true;
        CountInCluster(ticket, counts, now);
        if (ticket.LocalGeneration != _own.Generation)
            return;
        var counted = new BreakerEvent.Counted(host, [new AgedCounts(default, counts)], BreakerEvent.NobodySilent);
        _own = BreakerMachine.Apply(_own, counted, Moment(now, random)).State;
        // That it opens for itself is told at once.
        if (_own.Generation != ticket.LocalGeneration)
            _schedule.Wanted = true;
    }

    private void CountInCluster(CallTicket ticket, CallCounts counts, TimeSpan now)
    {
        var generation = _lastSnapshot?.Generation ?? CallTicket.BeforeFirstSnapshot;
        if (ticket.ClusterGeneration == generation || (ticket.ClusterGeneration == CallTicket.BeforeFirstSnapshot && generation == _firstGeneration))
            _ledger.Add(counts, now, _settings.SamplingDuration);
    }

    private Moment Moment(TimeSpan now, double random) => new(now, random, _ownSettings, timings, CauseOf);
}
