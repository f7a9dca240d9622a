using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// One breaker in this process. Guarded calls read its gate; every change is a turn of the session, one at a time.
/// </summary>
internal sealed partial class LocalBreaker : IProcessBreaker, ISweepTarget
{
    private readonly HostContext _host;
    private readonly BreakerTurns _turns;
    private readonly GrainExchange _exchange;
    private readonly BreakerGrainClient _grain;
    private readonly RecentFailures _failures;
    private readonly ILogger _logger;
    private volatile Gate _gate = null!;

    /// <param name="name">A valid name (<see cref="BreakerName"/>).</param>
    /// <param name="host">What all breakers of the process share.</param>
    /// <param name="configured">This process's configuration; in force until the first snapshot of the grain.</param>
    /// <param name="rules">What counts as a failure.</param>
    public LocalBreaker(string name, HostContext host, BreakerSettings configured, OutcomeRules rules)
    {
        (Name, _host, _logger) = (name, host, host.Logger);
        _failures = new RecentFailures(host.Clock);
        Judge = new OutcomeJudge(name, rules, host.Logger, _failures, Heed);
        var session = new HostSession(
            host.Id, host.Name, host.Timings, configured, host.Clock.Now, _ => Causes?.FirstOrDefault()?.Name);
        var (meter, propagation) = (new BreakerMeter(host.Metrics, name), new PropagationTimer(host.Timings.ConfirmBudget));
        var changes = new StateChanges(name, host.Log, host.Storms, host.Metrics, propagation, host.Logger);
        _turns = new BreakerTurns(session, changes, host.Clock, MakeGate, Publish, meter);
        _grain = new BreakerGrainClient(host.Grains, name, Complete, error => Unanswered(error, session.Protocol.IsAlone));
        _exchange = new GrainExchange(
            _turns, _grain, changes, host.Pacing, host.Clock, meter, propagation, () => host.Sweeper.Add(this), Hasten, WarnGivenUp, host.Grains is IInMemoryGrains);
        Tracker = new CallTracker(host.Clock, _exchange, Judge, meter);
        Admissions = new AdmissionControl(name, host, _exchange, meter, () => _gate);
        Followers = new BreakerWatch(host, _turns, _exchange, changes, Admissions);
    }

    public string Name { get; }

    /// <summary>The current gate.</summary>
    public Gate Gate => _gate;

    public HostClock Clock => _host.Clock;

    /// <summary>The process's instruments.</summary>
    public BreakerMetrics Metrics => _host.Metrics;

    /// <summary>What counts as a failure.</summary>
    public OutcomeJudge Judge { get; }

    /// <summary>Tracks admitted calls.</summary>
    public CallTracker Tracker { get; }

    /// <summary>Decides on calls for which the gate alone is not enough.</summary>
    public AdmissionControl Admissions { get; }

    /// <summary>Serves watchers and waiting consumers.</summary>
    public BreakerWatch Followers { get; }

    /// <summary>Whether code has asked for the breaker by name; being named in configuration is not enough.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The causes of the last failures here; null for none.</summary>
    public FailureCause[]? Causes => _failures.Causes(_gate.Settings.SamplingDuration);

    /// <summary>The settings from the grain's configuration; null if unknown, or if an operator's settings are in force.</summary>
    public BreakerSettings? ConfiguredByGrain => _turns.Look(0, static (session, _, _, _) =>
        session is { IsActive: true, Protocol.LastSnapshot: { SettingsAreOverride: false } last } ? last.Settings : null);

    /// <summary>A reference to the grain, for <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference => _grain.Reference;

    /// <summary>The state as known here. If nothing is known, the grain's snapshot is requested, so that a later read is right.</summary>
    public BreakerState State => _gate is { Holds: true } gate ? gate.View.State : Snapshot().State;

    /// <inheritdoc cref="State"/>
    public BreakerSnapshot Snapshot()
    {
        // While calls are counted, nothing in the snapshot depends on the time.
        if (_gate is { Mode: GuardMode.Counting, Snapshot: { } known })
            return known;
        var (seen, isInTouch) = _turns.Look(Name, static (session, gate, name, now) =>
        {
            var snapshot = session.Protocol.Snapshot(name, now);
            if (gate.Mode == GuardMode.Counting && session.View(now) == gate.View)
                gate.Snapshot = snapshot;
            return (snapshot, session.IsInTouch);
        });
        if (!isInTouch)
            Prefetch();
        return seen;
    }

    /// <summary>The dependency has said itself how long it wants not to be called; before the call's end is counted.</summary>
    public void Heed(TimeSpan retryAfter) => _exchange.Turn(retryAfter, static (session, wait, now, _) => session.Heed(wait, now));

    /// <summary>Counts the successes that calls have left to the next turn.</summary>
    public void Count() => _exchange.Turn(0, static (_, _, _, _) => { });

    private HostReport Complete(HostReport report) =>
        report with { Observer = _host.Observer(), Causes = Causes, Rejections = Admissions.Rejections };

    private Gate MakeGate(HostView view, CallGroup group, BreakerSettings settings)
    {
        var until = view.HoldsUntil == TimeSpan.MaxValue ? long.MaxValue
            : view.HoldsUntil == TimeSpan.MinValue ? 0
            : Clock.CoarseMilliseconds + (long)Math.Ceiling((view.HoldsUntil - Clock.Now).TotalMilliseconds);
        return new Gate(Name, Clock, view, group, settings, Judge.ReadsResults, _host.Metrics.MeasuresDurations, until);
    }

    // When the breaker closes, earlier failures no longer count as causes.
    private void Publish(Gate gate)
    {
        if (gate.View.State == BreakerState.Closed && _gate is { View.State: not BreakerState.Closed })
            _failures.Mark();
        _gate = gate;
    }

    private void Unanswered(Exception error, bool isAlone)
    {
        LogUnreachable(error, Name);
        if (error is SiloUnavailableException)
            ClusterChanged();
        if (isAlone)
            _host.AloneWarning.Warn(Name, error);
    }

    private void WarnGivenUp() => _host.Log.Post(() =>
        LogGivenUp(_host.Storms.LevelOf(LogLevel.Warning, "saw no outcomes", Name), Name));
}
