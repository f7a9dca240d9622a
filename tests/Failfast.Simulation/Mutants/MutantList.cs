namespace Failfast.Simulation;

/// <summary>Deliberate faults that the simulation searches for, each against a promise of the protocol.</summary>
internal static class MutantList
{
    private const string Machine = "Failfast.Core/Machine/";
    private const string Protocol = "Failfast.Core/Protocol/";
    private const string Storage = "Failfast.Grains/Storage/";

    public static readonly Mutant[] All = [.. Protocols, .. SessionMutants.All, .. RuleMutants.All];

    private static Mutant[] Protocols =>
    [
        new("one probe lease too many", Machine + "HalfOpenRules.cs",
            "state.Probes.Length >= moment.Settings.HalfOpenPermits", "state.Probes.Length > moment.Settings.HalfOpenPermits"),
        new("probe leases never expire", Machine + "ProbeLeases.cs",
            "state.Probes.Any(lease => lease.Deadline <= now)", "state.Probes.Any(lease => lease.Deadline == TimeSpan.MinValue)"),
        new("a transition forgets the leases that are out", Machine + "Transitions.cs",
            "            Probes = state.Probes,\n", ""),
        new("a half-open state is recalled with free leases", Machine + "Recall.cs",
            "settings.HalfOpenPermits)]", "0)]"),
        new("a probe of an older generation decides", Machine + "BreakerMachine.cs",
            "happened is BreakerEvent.ProbeEnded ended && ended.Generation != state.Generation", "happened is BreakerEvent.ProbeEnded { Generation: < 0 } ended"),
        new("a repeated report counts again", Protocol + "BreakerCoordinator.cs",
            " && report.Sequence > host.Sequence", ""),
        new("a report of an older generation counts", Protocol + "BreakerCoordinator.cs",
            "isNew && report.Generation == State.Generation ?", "isNew ?"),
        new("counts meant for another incarnation count", Protocol + "BreakerCoordinator.cs",
            "report.Remembered?.Stamp.Incarnation == Stamp.Incarnation;", "report.Remembered is not null;"),
        new("operators' commands are not numbered", Protocol + "BreakerCoordinator.cs",
            "(CommandRevision, _isReset, _commandedAt) = (Next(CommandRevision), false, now);", "(CommandRevision, _isReset, _commandedAt) = (0, false, now);"),
        new("an adopted generation is used twice", Protocol + "BreakerCoordinator.Snapshots.cs",
            "Math.Max(shown.Generation, State.Generation + 1)", "shown.Generation"),
        new("a host takes an older snapshot", Protocol + "HostProtocol.Messages.cs",
            "snapshot.Stamp < _lastSnapshot.Stamp", "snapshot.Generation < 0"),
        new("a new incarnation is not sent the whole window", Protocol + "HostProtocol.Messages.cs",
            "            _ledger.OweEverything(now, settings.SamplingDuration);\n", "            _ledger.Acknowledge(0);\n"),
        new("a report that was answered is sent again under a new number", Protocol + "HostLedger.cs",
            "if (sequence == _sequence)", "if (sequence > _sequence)"),
        new("every call waits for a silent grain", Protocol + "HostProtocol.Messages.cs",
            "    public void GiveUpWaiting(TimeSpan now)\n    {\n        if (!IsTrusted(now))", "    public void GiveUpWaiting(TimeSpan now)\n    {\n        if (now < TimeSpan.Zero)"),
        new("a report without an answer is the last", Protocol + "ReportSchedule.cs",
            "    public void Unanswered(TimeSpan now)\n    {\n        InFlight = false;", "    public void Unanswered(TimeSpan now)\n    {"),
        new("a lease never ends", Protocol + "HostProtocol.cs",
            "_lastSnapshot is not null && now - _heardAt < timings.LeaseDuration", "_lastSnapshot is not null"),
        new("leases are a tenth of their time", Machine + "HalfOpenRules.cs",
            "moment.Now + ProbeLeases.Length(moment.Settings, moment.Timings)", "moment.Now + (ProbeLeases.Length(moment.Settings, moment.Timings) / 10)"),
        new("any host may end a recalled probe lease", Machine + "ProbeLeases.cs",
            "lease.Number > 0 && ", ""),
        new("the cluster opens without hearing the silent hosts", Machine + "ClosedRules.cs",
            "heardSince >= holds.HeardSince ||", "heardSince >= TimeSpan.MinValue ||"),
        new("one host's failures are enough", Machine + "TripRules.cs",
            "state.CountFailingHosts(settings, moment.Now) < settings.MinimumHosts", "state.CountFailingHosts(settings, moment.Now) < 1"),
        new("a decision stays pending when the breaker is turned off", Machine + "BreakerMachine.cs",
            "state.ConfirmBy is null ? state : state with { ConfirmBy = null }", "state"),
        new("a host's own machine rejects after it has closed", Protocol + "HostProtocol.cs",
            "            BreakerState.Closed => GuardMode.Counting,\n", "            BreakerState.Closed when _own.ClosedAt is null => GuardMode.Counting,\n"),
        new("a forgotten breaker restarts its report numbers", Protocol + "HostProtocol.cs",
            "new(born.Ticks)", "new(born.Ticks * 0)"),
        new("a row is overwritten on a conflict", Storage + "BreakerStore.Read.cs",
            "        if (!row.IsRead)\n            await Read(row);", "        if (!row.IsRead)\n            await row.Read();"),
        new("a state is called durable before it is written", Storage + "BreakerStore.cs",
            ": _isDirty || _isWriting ? BreakerDurability.Pending", ": _isDirty && !_isWriting ? BreakerDurability.Pending"),
        new("a row that could not be read is not read again", Storage + "BreakerStore.cs",
            "                var isNewer = _isDirty;\n                _isDirty = true;", "                var isNewer = _isDirty;\n                _isDirty = row.IsRead;"),
    ];
}
