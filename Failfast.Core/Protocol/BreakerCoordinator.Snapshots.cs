using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>The snapshots that it publishes, and those that it adopts: from hosts that remember another activation, and from storage.</summary>
internal sealed partial class BreakerCoordinator
{
    // When commands were given here. What a host heard before that is older than they are, though it may have a higher number: after a reset
    // no row is left to count on from, and the clock of this silo may be far behind that of the last one.
    private TimeSpan? _commandedAt;
    private TimeSpan? _configuredAt;

    /// <summary>
    /// Closed and never touched by an operator: what a fresh activation is by itself. Where an operator has spoken, that it is
    /// over is worth storing too, as a host could otherwise restore the state it remembers.
    /// </summary>
    public bool NeedsNoRow => State.State == BreakerState.Closed && !HasCommand;

    /// <summary>An operator has spoken to this breaker.</summary>
    public bool HasCommand => !_isReset && (SettingsRevision != 0 || CommandRevision != 0);

    public GrainSnapshot Snapshot(TimeSpan now) => Snapshot(now, Settings);

    private GrainSnapshot Snapshot(TimeSpan now, BreakerSettings? settings) => Recall.Snapshot(State, Stamp, now) with
    {
        Settings = settings,
        SettingsAreOverride = _override is not null,
        SettingsRevision = SettingsRevision,
        CommandRevision = CommandRevision,
        IsReset = _isReset,
        IsProvisional = AwaitsRow,
    };

    /// <summary>
    /// Takes from a host's memory, or from storage, whatever is later than one's own. False if it can't be true.
    /// </summary>
    public CoordinatorStep<bool> Learn(GrainSnapshot? shown, TimeSpan now, bool isStored = false) => Step(Adopt(shown, now, isStored: isStored));

    /// <summary>Whether the row could not be read in time: until it is, what is said here may not be the last word.</summary>
    public bool AwaitsRow { get; set; }

    /// <summary>The row is read, and what was in it is learned.</summary>
    public CoordinatorEffects RowRead()
    {
        // Who rejects until then is told at once.
        if (AwaitsRow && Settings.RejectUntilKnown is not null)
            Publish(persist: false);
        AwaitsRow = false;
        return TakeEffects();
    }

    private bool Adopt(GrainSnapshot? shown, TimeSpan now, TimeSpan? heardAt = null, bool isStored = false)
    {
        if (shown is null)
            return true;
        if (!(isStored ? Plausible.Stored(shown)
            : Plausible.Snapshot(shown, Stamp.Incarnation, State.Generation, SettingsRevision, CommandRevision)))
        {
            Refused++;
            return false;
        }

        var isOthers = shown.Stamp > Stamp || (isStored && shown.Stamp.Incarnation != Stamp.Incarnation);
        if (shown.Stamp > Stamp)
            RiseAbove(shown.Stamp);
        if (shown.SettingsRevision > SettingsRevision && heardAt < _configuredAt)
        {
            SettingsRevision = Next(shown.SettingsRevision);
            Publish(persist: true);
        }
        else if (shown.SettingsRevision > SettingsRevision)
        {
            SettingsRevision = shown.SettingsRevision;
            _isReset = IsResetBy(shown);
            _override = shown.SettingsAreOverride ? shown.Settings : null;
            Publish(persist: true);
        }

        // Another activation is half-open too, and grants leases of its own: they count as out, and those granted here are still theirs who
        // have them.
        if (isOthers && State.State == BreakerState.HalfOpen && shown.State == BreakerState.HalfOpen && shown.Generation == State.Generation)
            State = State with { Probes = [.. State.Probes.Where(lease => lease.Number > 0), .. Recall.AllOut(State.Generation, now, Settings, timings)] };

        if (shown.CommandRevision > CommandRevision && heardAt < _commandedAt)
        {
            CommandRevision = Next(shown.CommandRevision);
            State = State with { Generation = Math.Max(State.Generation, shown.Generation + 1) };
            Publish(persist: true);
        }
        else if (shown.CommandRevision > CommandRevision || (shown.CommandRevision == CommandRevision && shown.Generation > State.Generation))
        {
            _effects = _effects with { Left = _effects.Left ?? State, IsRecalled = true };
            // A generation that has been used is not used again for another state.
            var generation = Math.Max(shown.Generation, State.Generation + 1);
            CommandRevision = shown.CommandRevision;
            _isReset = IsResetBy(shown);
            var recalled = Recall.State(shown, now, Settings, timings, mayLag: !isStored);
            State = recalled with
            {
                Generation = generation,
                Probes = recalled.Probes.IsEmpty ? State.Probes : recalled.Probes,
                LastProbeNumber = State.LastProbeNumber,
            };
            Publish(persist: true);
        }

        return true;
    }

    // At the latest: the message was under way. Null if it can't be true.
    private static TimeSpan? HeardAt(TimeSpan heardAgo, TimeSpan now) =>
        heardAgo >= TimeSpan.Zero && heardAgo <= BreakerSettingsRules.LongestIsolation ? now - heardAgo : null;

    // A host that was in touch with another activation lately will not be the only one. The others are yet to be met, and until they
    // had the time to report, what one of them says of a window gone by is not judged. Lately: a silo that freezes is out of the
    // cluster within little more than a subscription, and hosts ask again within a lease.
    private void NoticePredecessor(HostReport report, TimeSpan now)
    {
        if (_strangersUntil is not null || report.Remembered is not { } shown || shown.Stamp.Incarnation == Stamp.Incarnation)
            return;
        if (report.HeardAgo < timings.SubscriptionDuration * 2)
            _strangersUntil = now + (timings.ReportInterval * 2);
    }

    private TimeSpan HeardSince(Guid? speaker, TimeSpan now) =>
        now < _strangersUntil ? TimeSpan.MinValue : Hosts.HeardSince(speaker, now);

    private ProtocolTimings Timings(TimeSpan now) =>
        _strangersUntil - now is { } wait && wait > timings.ConfirmBudget ? timings with { ConfirmBudget = wait } : timings;

    private void RiseAbove(Stamp shown)
    {
        Stamp = new Stamp(Incarnations.Above(shown.Incarnation, Stamp.Incarnation), 0);
        Hosts.ForgetCounts();
        // Every host meets a new incarnation now and sends its whole window again: what was counted would count twice.
        State = State with
        {
            Window = RollingWindow.Empty, Failures = FailureRun.None, ConfirmBy = null, FailingHosts = MachineState.Initial.FailingHosts,
        };
        _effects = _effects with { Publish = true, Persist = true };
    }

    private GrainReply Reply(GrainSnapshot? shown, bool forget, HostRecord host, TimeSpan now) => new()
    {
        // A host that shows this very stamp has the settings, unless it is to forget them.
        Snapshot = Snapshot(now, shown?.Stamp == Stamp && !forget ? null : Settings),
        Acknowledged = host.Sequence,
        ForgetYours = forget,
    };

    // Settings or a command given here after the reset of another activation are not undone by it.
    private bool IsResetBy(GrainSnapshot shown) =>
        shown.IsReset && SettingsRevision <= shown.SettingsRevision && CommandRevision <= shown.CommandRevision;

    private CoordinatorStep<T> Step<T>(T result) => new(result, TakeEffects());

    private CoordinatorEffects TakeEffects()
    {
        var effects = _effects;
        _effects = CoordinatorEffects.None;
        return effects;
    }

    private void Publish(bool persist)
    {
        Stamp = Stamp with { Version = Stamp.Version + 1 };
        _effects = _effects with { Publish = true, Persist = _effects.Persist || persist };
    }
}
