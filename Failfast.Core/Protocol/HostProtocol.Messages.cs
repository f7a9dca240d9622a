using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>Messages between the host and the grain.</summary>
internal sealed partial class HostProtocol
{
    /// <summary>The report to send now, or null. <see cref="ReportAnswered"/> or <see cref="ReportUnanswered"/> must follow.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="mayReport">Whether one may be sent that can wait for others of the process.</param>
    public HostReport? NextReport(TimeSpan now, bool mayReport = true)
    {
        if (mayReport ? !IsReportDue(now) : !_schedule.IsDueAtOnce(_ledger.IsUrgent, now))
            return null;
        _schedule.Sent(_ledger.IsUrgent, now);
        var (sequence, counts) = _ledger.Send(now, _settings.SamplingDuration);
        // If the same batch was sent again, newer counts are still waiting.
        _schedule.Traffic = _ledger.HasMore;
        return Report(now) with { Sequence = sequence, Counts = counts };
    }

    public bool IsReportDue(TimeSpan now) => _schedule.IsDue(_ledger.IsUrgent, now);

    /// <summary>The time until a turn is needed to send urgent counts; null if none is needed.</summary>
    public TimeSpan? NextReportIn(TimeSpan now) => _ledger.IsUrgent ? _schedule.UrgentIn(now) : null;

    /// <summary>The request for a probe lease: it carries no counts.</summary>
    public HostReport ProbeRequest(ProbeDemand demand, TimeSpan now)
    {
        ProbeRequestedAt = now;
        // This request keeps the host in touch: no report is needed for rejected calls.
        _schedule.Spoke(now);
        return Report(now) with { Demand = demand };
    }

    public void ReportAnswered(GrainReply reply, TimeSpan now)
    {
        _schedule.Answered();
        // Before the snapshot is applied: the acknowledgement counts only if it comes from the incarnation that the counts were sent to.
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

    /// <summary>A probe request is answered.</summary>
    /// <returns>The leases of the reply that this host can use.</returns>
    public IReadOnlyList<GrantedProbe> ProbeAnswered(GrainReply reply, TimeSpan now)
    {
        _isRequestingProbe = false;
        return ProbesGranted(reply, now);
    }

    /// <summary>The grain grants probe leases, be it in answer to a request or later.</summary>
    /// <returns>The leases of the reply that this host can use.</returns>
    public IReadOnlyList<GrantedProbe> ProbesGranted(GrainReply reply, TimeSpan now)
    {
        Replied(reply, now);
        // Leases of an activation that another one outranks are not valid.
        List<GrantedProbe> worth = _lastSnapshot is { State: BreakerState.HalfOpen } && reply.Snapshot.Stamp.Incarnation == _lastSnapshot.Stamp.Incarnation
            ? [.. reply.GrantedProbes.Where(lease => lease.Generation == _lastSnapshot.Generation)]
            : [];
        if (reply.Snapshot.Remaining > TimeSpan.Zero)
            _nextProbeRequestAt = now + reply.Snapshot.Remaining;
        return worth;
    }

    /// <summary>A lease was granted, and there may be more: the next request need not wait.</summary>
    public void AllowProbeRequest(TimeSpan now) => _nextProbeRequestAt = now;

    /// <summary>Starts a request for a probe lease while no call is waiting, if one may be made now.</summary>
    public bool TryRequestProbeAgain(TimeSpan now) => IsHalfOpen(now) && TryRequestProbe(now);

    /// <summary>The same, however recent the last request.</summary>
    public bool TryRequestProbeAtOnce(TimeSpan now)
    {
        if (!IsHalfOpen(now) || _isRequestingProbe)
            return false;
        AllowProbeRequest(now);
        return TryRequestProbe(now);
    }

    public void ProbeUnanswered(TimeSpan now)
    {
        _isRequestingProbe = false;
        _nextProbeRequestAt = now + timings.ColdStartBudget;
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>A caller has waited for the grain as long as it may: from now on no call waits, until the grain answers.</summary>
    public void GiveUpWaiting(TimeSpan now)
    {
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>The reply to any message. Its snapshot is the guarantee; pushes may be lost.</summary>
    public void Replied(GrainReply reply, TimeSpan now)
    {
        if (reply.ForgetYours)
            _lastSnapshot = null;
        Apply(reply.Snapshot, now);
    }

    /// <summary>Applies a pushed snapshot, or that of a reply. One older than the cached snapshot is discarded.</summary>
    public void Apply(GrainSnapshot snapshot, TimeSpan now)
    {
        if (_lastSnapshot is not null && snapshot.Stamp < _lastSnapshot.Stamp)
            return;
        // Without settings it is a reply about a snapshot that this host had; it may have been told to forget it since.
        if ((snapshot.Settings ?? (snapshot.Stamp == _lastSnapshot?.Stamp ? _lastSnapshot.Settings : null)) is not { } settings)
            return;
        var before = _lastSnapshot;
        _lastSnapshot = snapshot with { Settings = settings == _settings ? _settings : settings }; // one object for most breakers
        _heardAt = now;
        _unknownFrom ??= now;
        if (IsAlone)
            (_own, IsAlone) = (OwnBreak.End(_own, snapshot, now), false);
        if (before?.Stamp == snapshot.Stamp)
            return;
        Use(settings);
        _openUntil = Recall.End(snapshot, now);
        _closedAt = now - snapshot.ClosedFor;
        _nextProbeRequestAt = now;
        if (before?.Generation != snapshot.Generation)
            BeginGeneration(before is null);
        // The own machine continues the cluster's count of breaks.
        if (_own is { State: BreakerState.Closed, ClosedAt: null })
            _own = _own with { ClosedAt = _closedAt, PastBreaks = snapshot.PastBreaks };
        if (before?.Stamp.Incarnation != snapshot.Stamp.Incarnation)
            _ledger.OweEverything(now, settings.SamplingDuration);
    }

    /// <summary>The message that reports the end of a probe.</summary>
    public ProbeReport ProbeReport(GrantedProbe lease, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now) =>
        new(host, lease.Generation, lease.Number, outcome, Remembered(now), lasted, _retryTime.Left(now), now - _heardAt);

    /// <summary>This process's configuration has changed; it is in force until the first snapshot of the grain.</summary>
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
        RetryAfter = _retryTime.Left(now),
    };

    private GrainSnapshot? Remembered(TimeSpan now) => _lastSnapshot is null
        ? null
        : _lastSnapshot with
        {
            Remaining = Recall.Remaining(_lastSnapshot.State, _openUntil, now),
            ClosedFor = now - _closedAt is { } age && age <= BreakerSettingsRules.LongestRampUp ? age : null,
            // Only an operator's settings need to be remembered: configured ones the grain has itself.
            Settings = _lastSnapshot.SettingsAreOverride ? _lastSnapshot.Settings : null,
        };

    private void Use(BreakerSettings settings)
    {
        if (settings == _settings)
            return;
        _settings = settings;
        _ownSettings = Alone(settings);
    }

    // A new generation of the cluster resets the own machine. But a first snapshot is no transition: calls counted before it belong
    // to its generation.
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
        if (!IsAlone)
            _own = OwnBreak.Continue(_own, _lastSnapshot, _openUntil, now);
        IsAlone = true;
    }
}
