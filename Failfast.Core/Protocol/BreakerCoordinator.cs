using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// The grain's side of the protocol: which reports count, whose memory is better, what is published. It touches no clock,
/// no storage and no network; the grain does that, as the effects of each step say.
/// </summary>
internal sealed partial class BreakerCoordinator(ProtocolTimings timings, BreakerSettings configured, long incarnation)
{
    private readonly RetryTime _retryTime = new();
    private CoordinatorEffects _effects = CoordinatorEffects.None;
    private BreakerSettings _configured = configured;
    private BreakerSettings? _override;
    private bool _isReset;
    private TimeSpan _latest;
    private TimeSpan? _strangersUntil;
    private Func<IEnumerable<Guid>, string?>? _causeOf;

    public MachineState State { get; private set; } = MachineState.Initial with { LastProbeNumber = incarnation };

    public Stamp Stamp { get; private set; } = new(incarnation, 0);

    /// <summary>Counts the operators' changes of the settings.</summary>
    public long SettingsRevision { get; private set; }

    public BreakerSettings Settings => _override ?? _configured;

    /// <summary>What configuration says, be it in force or not.</summary>
    public BreakerSettings Configured => _configured;

    /// <summary>An operator's settings are in force in place of the configured ones.</summary>
    public bool IsOverridden => _override is not null;

    public HostTable Hosts { get; } = new(timings);

    /// <summary>Counts the operators' commands on the state.</summary>
    public long CommandRevision { get; private set; }

    /// <summary>Reports and memories that can't be true, so far.</summary>
    public long Refused { get; private set; }

    /// <summary>What made the last failures, the commonest first.</summary>
    public FailureCause[] Causes(TimeSpan now) => Hosts.Causes(State.FailingHosts.Keys, now, Settings.SamplingDuration);

    public CoordinatorStep<GrainReply> Report(HostReport report, TimeSpan now, double random)
    {
        now = Ordered(now);
        var host = Hosts.Hear(report.Host, report.HostName, now, Settings.SamplingDuration);
        Note(host, report, now);
        NoticePredecessor(report, now);
        var forget = !Adopt(report.Remembered, now, HeardAt(report.HeardAgo, now));
        Count(host, report, now, random);
        return Step(Reply(report.Remembered, forget, host, now));
    }

    public CoordinatorStep<GrainReply> RequestProbe(HostReport report, TimeSpan now, double random)
    {
        now = Ordered(now);
        var host = Hosts.Hear(report.Host, report.HostName, now, Settings.SamplingDuration);
        Note(host, report, now);
        var forget = !Adopt(report.Remembered, now, HeardAt(report.HeardAgo, now));
        var leases = Lease(report, now, random);
        return Step(Reply(report.Remembered, forget, host, now) with
        {
            GrantedProbes = [.. leases.Select(lease => Granted(lease, now))],
        });
    }

    public CoordinatorStep<GrainReply> EndProbe(ProbeReport report, TimeSpan now, double random)
    {
        now = Ordered(now);
        var host = Hosts.Hear(report.Host, null, now, Settings.SamplingDuration);
        var forget = !Adopt(report.Remembered, now, HeardAt(report.HeardAgo, now));
        _retryTime.Heed(report.RetryAfter, now);
        Queue.Ended(report.Number);
        if (report.Outcome == ProbeOutcome.Ignored)
            Queue.Returned(report.Host, now);
        if (Apply(new BreakerEvent.ProbeEnded(report.Host, report.Generation, report.Number, report.Outcome, report.Lasted), now, random).LeaseFreed)
            PassOn(now, random);
        return Step(Reply(report.Remembered, forget, host, now));
    }

    public CoordinatorEffects Operate(BreakerEvent command, TimeSpan now, double random)
    {
        var before = State;
        Apply(command, Ordered(now), random);
        // A command that changes nothing was given before.
        if (HasNews(before))
            (CommandRevision, _isReset, _commandedAt) = (Next(CommandRevision), false, now);
        return TakeEffects();
    }

    /// <summary>Takes back what operators have said: isolation, disabling and settings. Nothing is left to store.</summary>
    public CoordinatorEffects Reset(TimeSpan now, double random)
    {
        // Numbered though there may be none: the row, not read yet, or a host may have some.
        (_override, SettingsRevision, _configuredAt) = (null, Next(SettingsRevision), now);
        Apply(new BreakerEvent.ResetByOperator(), Ordered(now), random);
        (CommandRevision, _isReset, _commandedAt) = (Next(CommandRevision), true, now);
        return TakeEffects();
    }

    /// <summary>Time has come for a pending decision.</summary>
    public CoordinatorEffects Tick(TimeSpan now, double random)
    {
        now = Ordered(now);
        Apply(new BreakerEvent.TimePassed(HeardSince(null, now)), now, random);
        return TakeEffects();
    }

    /// <summary>An operator's settings, or null for what configuration says.</summary>
    public CoordinatorEffects Configure(BreakerSettings? settings, TimeSpan now)
    {
        _override = settings;
        (SettingsRevision, _isReset, _configuredAt) = (Next(SettingsRevision), false, now);
        Publish(persist: true);
        return TakeEffects();
    }

    /// <summary>Configuration has changed.</summary>
    /// <returns>False if it says of this breaker what it said before.</returns>
    public CoordinatorStep<bool> Reconfigure(BreakerSettings settings)
    {
        var isNew = settings != _configured;
        _configured = settings;
        if (isNew && _override is null)
            Publish(persist: false);
        return Step(isNew);
    }

    // An activation that knows nothing of earlier commands still outranks them, because it is younger. And two activations that count on
    // from one number never come to the same number: the command of one would be taken for the other's.
    private long Next(long revision) => Incarnations.Above(Math.Max(revision, incarnation), incarnation);

    // No two steps share an instant: whether a host spoke before or after a failure is never a tie.
    private TimeSpan Ordered(TimeSpan now) => _latest = now > _latest ? now : _latest + TimeSpan.FromTicks(1);

    private void Count(HostRecord host, HostReport report, TimeSpan now, double random)
    {
        var heardSince = MayDecide(report) ? HeardSince(report.Host, now) : BreakerEvent.NobodySilent;
        var known = report.Remembered?.Stamp.Incarnation == Stamp.Incarnation;
        var isNew = known && report.Counts is { Length: > 0 } && report.Sequence > host.Sequence;
        if (isNew)
            host.Sequence = report.Sequence;
        var counts = isNew && report.Generation == State.Generation ? report.Counts : null;
        if (counts is not null && !Plausible.Counts(counts))
        {
            Refused++;
            counts = null;
        }

        host.Count(counts ?? []);
        // Without counts it is an answer all the same.
        Apply(counts is null ? new BreakerEvent.TimePassed(heardSince) : new BreakerEvent.Counted(report.Host, counts, heardSince), now, random);
    }

    private void Note(HostRecord host, HostReport report, TimeSpan now)
    {
        _retryTime.Heed(report.RetryAfter, now);
        var isTrue = FailureCauses.ArePlausible(report.Causes ?? []);
        host.Note(isTrue ? report.Causes ?? [] : [], report.Rejections);
        if (!isTrue)
            Refused++;
    }

    private string? CauseOf(IEnumerable<Guid> failing) => Hosts.Causes(failing, _latest, Settings.SamplingDuration).FirstOrDefault()?.Name;

    // Looking through all hosts is for the few reports that can open the breaker, not for the many that come just after.
    private bool MayDecide(HostReport report) => State.State == BreakerState.Closed
        && (State.ConfirmBy is not null || (report.Generation == State.Generation && report.Counts?.Any(entry => entry.Counts.IsUrgent) == true));

    // Another state, or the same with another reason or end.
    private bool HasNews(MachineState before) =>
        State.Generation != before.Generation || State.Reason != before.Reason || State.OpenUntil != before.OpenUntil;

    private MachineStep Apply(BreakerEvent happened, TimeSpan now, double random)
    {
        var before = State;
        var step = BreakerMachine.Apply(before, happened, new Moment(now, random, Settings, Timings(now), _causeOf ??= CauseOf, _retryTime.At));
        State = step.State;
        if (State.Generation != before.Generation)
        {
            _effects = _effects with { Left = _effects.Left ?? before, Judged = step.Judged };
            _queue = null;
            Publish(persist: true);
        }
        else if (HasNews(before))
        {
            Publish(persist: true);
        }

        if (step.RequestReportsSince is { } since)
            _effects = _effects with { RequestReports = [.. _effects.RequestReports, .. Hosts.RequestReports(since, now)] };
        return step;
    }
}
