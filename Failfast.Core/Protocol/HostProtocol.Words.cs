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
        _schedule.Sent(now);
        var (sequence, counts) = _ledger.Send(now, _settings.SamplingDuration);
        // What was sent again left behind what came since.
        _schedule.Traffic = _ledger.HasMore;
        return Report(now) with { Sequence = sequence, Counts = counts };
    }

    /// <summary>The request for a permit that <see cref="Decision.AskPermit"/> called for: it carries no counts.</summary>
    public HostReport PermitRequest(TimeSpan now)
    {
        _askedAt = now;
        return Report(now);
    }

    public void ReportAnswered(GrainReply reply, TimeSpan now)
    {
        _schedule.Answered();
        // Before the word: it may bring an incarnation whose acknowledgement says nothing about what was sent.
        if (reply.Snapshot.Stamp.Incarnation == _heard?.Stamp.Incarnation)
            _ledger.Acknowledge(reply.Acknowledged);
        Replied(reply, now);
    }

    public void ReportUnanswered(TimeSpan now)
    {
        _schedule.Unanswered(now);
        if (!IsTrusted(now))
            GoAlone(now);
    }

    /// <summary>The permit to probe with, if the answer brought one that is worth something here.</summary>
    public CallTicket? PermitAnswered(GrainReply reply, TimeSpan now)
    {
        _asking = false;
        Replied(reply, now);
        if (Valid(reply, now) is { } permit)
            return new CallTicket(CallTicket.NotCounted, _own.Generation, permit);
        var wait = reply.AskAgainIn > reply.Snapshot.Remaining ? reply.AskAgainIn : reply.Snapshot.Remaining;
        _askAgainAt = now + (wait > TimeSpan.Zero ? wait : timings.ColdStartBudget);
        return null;
    }

    // Its time runs from when it was asked for: an answer may take its time, or find a process that was stopped meanwhile. And
    // it is the grain's own only if nobody outranked the one who granted it.
    private ProbePermit? Valid(GrainReply reply, TimeSpan now)
    {
        if (reply.Permit is not { } permit || _heard is not { State: BreakerState.HalfOpen } ||
            permit.Generation != _heard.Generation || reply.Snapshot.Stamp.Incarnation != _heard.Stamp.Incarnation)
        {
            return null;
        }

        var left = permit.EndsIn - (now - _askedAt);
        return left > TimeSpan.Zero ? permit with { EndsIn = left } : null;
    }

    /// <summary>Whether to ask for another permit, though nobody calls at this moment.</summary>
    public bool AsksAgain(TimeSpan now) =>
        IsTrusted(now) && View(now) is { Mode: GuardMode.Deciding, State: BreakerState.HalfOpen, Scope: BreakerScope.Cluster } && AskForPermit(now);

    public void PermitUnanswered(TimeSpan now)
    {
        _asking = false;
        _askAgainAt = now + timings.ColdStartBudget;
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
            _heard = null;
        Hear(reply.Snapshot, now);
    }

    /// <summary>A push, or the snapshot of a reply. What is older than the cached stamp is discarded.</summary>
    public void Hear(GrainSnapshot word, TimeSpan now)
    {
        if (_heard is not null && word.Stamp < _heard.Stamp)
            return;
        var settings = word.Settings ?? _heard?.Settings;
        if (settings is null)
            return;
        var before = _heard;
        _heard = word with { Settings = settings };
        _lastWord = now;
        IsAlone = false;
        if (before?.Stamp == word.Stamp)
            return;
        Use(settings);
        _openUntil = now + Recall.Remaining(word);
        _closedAt = now - word.ClosedFor;
        _askAgainAt = now;
        if (before?.Generation != word.Generation)
            BeginGeneration(before is null);
        if (before?.Stamp.Incarnation != word.Stamp.Incarnation)
            _ledger.OweEverything(now, settings.SamplingDuration);
    }

    /// <summary>The grain is about to open and has not heard of this host.</summary>
    public void Asked() => _schedule.Wanted = true;

    /// <summary>Calls came and were rejected, or passed uncounted: the host is in use.</summary>
    public void Noticed() => _schedule.Traffic = true;

    /// <summary>What the host says when it gives a permit back.</summary>
    public ProbeReport ProbeReport(ProbePermit permit, ProbeOutcome outcome, TimeSpan now) =>
        new(host, permit.Generation, permit.Number, outcome, Remembered(now));

    /// <summary>This process's configuration has changed; it counts until the grain's word, and while there is none.</summary>
    public void Reconfigure(BreakerSettings settings)
    {
        if (_heard is null)
            Use(settings);
    }

    private HostReport Report(TimeSpan now) => new()
    {
        Host = host,
        HostName = hostName,
        Generation = _heard?.Generation ?? 0,
        Remembered = Remembered(now),
        HeardAgo = now - _lastWord,
    };

    private GrainSnapshot? Remembered(TimeSpan now) => _heard is null
        ? null
        : _heard with
        {
            Remaining = _openUntil > now ? _openUntil - now : TimeSpan.Zero,
            ClosedFor = now - _closedAt is { } age && age <= BreakerSettingsRules.LongestRampUp ? age : null,
            // Only an operator's settings need remembering: the rest the grain has from configuration.
            Settings = _heard.SettingsAreOverride ? _heard.Settings : null,
        };

    private void Use(BreakerSettings settings)
    {
        if (settings == _settings)
            return;
        _settings = settings;
        _ownSettings = settings with { MinimumHosts = 1 };
    }

    // The cluster's word ends what the host held for itself; but a first word is no transition, and what was counted
    // while waiting for it counts.
    private void BeginGeneration(bool isFirstWord)
    {
        _firstGeneration = isFirstWord && _heard!.State == BreakerState.Closed ? _heard.Generation : null;
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
        if (_heard is { State: BreakerState.Open or BreakerState.HalfOpen })
        {
            // What the cluster held, the host holds on: the same break to its end, then probes of its own.
            _own = new MachineState
            {
                State = BreakerState.Open,
                Generation = _own.Generation + 1,
                Reason = _heard.Reason,
                Breaks = _heard.Breaks,
                BreakLength = _heard.BreakLength,
                OpenUntil = _heard.State == BreakerState.Open ? _openUntil : now,
            };
        }
    }
}
