using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>What goes between a host and the grain.</summary>
internal sealed partial class HostProtocol
{
    /// <summary>The report to send now, or null. Answer it with one of the three methods that follow.</summary>
    public HostReport? NextReport(TimeSpan now)
    {
        if (!_schedule.IsDue(_ledger.IsUrgent, now))
            return null;
        _schedule.Sent(_ledger.IsUrgent, now);
        var (sequence, counts) = _ledger.Send(now, _settings.SamplingDuration);
        // What was sent again left behind what came since.
        _schedule.Traffic = _ledger.HasMore;
        return Report(now) with { Sequence = sequence, Counts = counts };
    }

    /// <summary>In how long a turn is needed so that what is urgent is told; null if none is.</summary>
    public TimeSpan? NextReportIn(TimeSpan now) => _ledger.IsUrgent ? _schedule.UrgentIn(now) : null;

    /// <summary>The request for a probe lease: it carries no counts.</summary>
    public HostReport ProbeRequest(ProbeDemand demand, TimeSpan now)
    {
        ProbeRequestedAt = now;
        // Who asks is in touch: there is no need to report that calls were rejected.
        _schedule.Spoke(now);
        return Report(now) with { Demand = demand };
    }

    public void ReportAnswered(GrainReply reply, TimeSpan now)
    {
        _schedule.Answered();
        // Before the snapshot: it may bring an incarnation whose acknowledgement says nothing about what was sent.
        if (reply.Snapshot.Stamp.Incarnation == _lastSnapshot?.Stamp.Incarnation)
            _ledger.Acknowledge(reply.Acknowledged);
        Replied(reply, now);
    }

    public void ReportUnanswered(TimeSpan now)
    {
        _schedule.Unanswered(now);
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>The leases of the reply that are worth something here.</summary>
    public IReadOnlyList<GrantedProbe> ProbeAnswered(GrainReply reply, TimeSpan now)
    {
        _isRequestingProbe = false;
        Replied(reply, now);
        // They are the grain's own only if nobody outranked the one who granted them.
        List<GrantedProbe> worth = _lastSnapshot is { State: BreakerState.HalfOpen } && reply.Snapshot.Stamp.Incarnation == _lastSnapshot.Stamp.Incarnation
            ? [.. reply.GrantedProbes.Where(lease => lease.Generation == _lastSnapshot.Generation)]
            : [];
        if (reply.Snapshot.Remaining > TimeSpan.Zero)
            _nextProbeRequestAt = now + reply.Snapshot.Remaining;
        return worth;
    }

    /// <summary>A lease was granted: there may be more.</summary>
    public void AllowProbeRequest(TimeSpan now) => _nextProbeRequestAt = now;

    /// <summary>Whether to ask for a probe lease now, though nobody calls at this moment.</summary>
    public bool TryRequestProbeAgain(TimeSpan now) => IsHalfOpen(now) && TryRequestProbe(now);

    /// <summary>The same, however lately one was asked for.</summary>
    public bool TryRequestProbeAtOnce(TimeSpan now)
    {
        if (!IsHalfOpen(now) || _isRequestingProbe)
            return false;
        _nextProbeRequestAt = now;
        return TryRequestProbe(now);
    }

    public void ProbeUnanswered(TimeSpan now)
    {
        _isRequestingProbe = false;
        _nextProbeRequestAt = now + timings.ColdStartBudget;
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>A caller has waited for the grain as long as it may: from now on nobody does, until the grain speaks.</summary>
    public void GiveUpWaiting(TimeSpan now)
    {
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>The answer to anything: its snapshot is the guarantee that pushes are not.</summary>
    public void Replied(GrainReply reply, TimeSpan now)
    {
        if (reply.ForgetYours)
            _lastSnapshot = null;
        Apply(reply.Snapshot, now);
    }

    /// <summary>A push, or the snapshot of a reply. What is older than the cached stamp is discarded.</summary>
    public void Apply(GrainSnapshot snapshot, TimeSpan now)
    {
        if (_lastSnapshot is not null && snapshot.Stamp < _lastSnapshot.Stamp)
            return;
        var settings = snapshot.Settings ?? _lastSnapshot?.Settings;
        if (settings is null)
            return;
        var before = _lastSnapshot;
        _lastSnapshot = snapshot with { Settings = settings };
        _heardAt = now;
        IsAlone = false;
        if (before?.Stamp == snapshot.Stamp)
            return;
        Use(settings);
        _openUntil = Recall.End(snapshot, now);
        _closedAt = now - snapshot.ClosedFor;
        _nextProbeRequestAt = now;
        if (before?.Generation != snapshot.Generation)
            BeginGeneration(before is null);
        // Its own breaks go on growing as the cluster's do.
        if (_own is { State: BreakerState.Closed, ClosedAt: null })
            _own = _own with { ClosedAt = _closedAt, PastBreaks = snapshot.PastBreaks };
        if (before?.Stamp.Incarnation != snapshot.Stamp.Incarnation)
            _ledger.OweEverything(now, settings.SamplingDuration);
    }

    /// <summary>The grain is about to open and has not heard of this host.</summary>
    public void WantReport() => _schedule.Wanted = true;

    /// <summary>What the host says when it gives a probe lease back.</summary>
    public ProbeReport ProbeReport(GrantedProbe lease, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now) =>
        new(host, lease.Generation, lease.Number, outcome, Remembered(now), lasted);

    /// <summary>This process's configuration has changed; it is in force until the grain's snapshot comes.</summary>
    public void Reconfigure(BreakerSettings settings)
    {
        if (_lastSnapshot is null)
            Use(settings);
    }

    private HostReport Report(TimeSpan now) => new()
    {
        Host = host,
        HostName = hostName,
        Generation = _lastSnapshot?.Generation ?? 0,
        Remembered = Remembered(now),
        HeardAgo = now - _heardAt,
    };

    private GrainSnapshot? Remembered(TimeSpan now) => _lastSnapshot is null
        ? null
        : _lastSnapshot with
        {
            Remaining = Recall.Remaining(_lastSnapshot.State, _openUntil, now),
            ClosedFor = now - _closedAt is { } age && age <= BreakerSettingsRules.LongestRampUp ? age : null,
            // Only an operator's settings need remembering: the rest the grain has from configuration.
            Settings = _lastSnapshot.SettingsAreOverride ? _lastSnapshot.Settings : null,
        };

    private void Use(BreakerSettings settings)
    {
        if (settings == _settings)
            return;
        _settings = settings;
        _ownSettings = settings with { MinimumHosts = 1 };
    }

    // The cluster's state ends what the host held for itself; but a first snapshot is no transition, and what was counted
    // while waiting for it counts.
    private void BeginGeneration(bool isFirstSnapshot)
    {
        _firstGeneration = isFirstSnapshot && _lastSnapshot!.State == BreakerState.Closed ? _lastSnapshot.Generation : null;
        if (_firstGeneration is not null)
            return;
        _ledger.Clear();
        _own = new MachineState { Generation = _own.Generation + 1 };
    }

    private void GoAlone(TimeSpan now)
    {
        if (IsAlone)
            return;
        IsAlone = true;
        if (_lastSnapshot is { } last && (last.State == BreakerState.HalfOpen || Recall.HasEnd(last)))
        {
            // What the cluster held, the host holds on: the same break to its end, then probes of its own.
            _own = new MachineState
            {
                State = BreakerState.Open,
                Generation = _own.Generation + 1,
                Reason = _lastSnapshot.Reason,
                Breaks = _lastSnapshot.Breaks,
                BreakLength = _lastSnapshot.BreakLength,
                OpenUntil = Recall.HasEnd(last) ? _openUntil : now,
            };
        }
    }
}
