using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// One breaker in this process. Guarded calls read its gate; whatever changes it is a turn of the session, one at a time.
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

    /// <param name="name">By the rule of <see cref="BreakerName"/>.</param>
    /// <param name="host">The process.</param>
    /// <param name="configured">What this process's configuration says; in force until the grain is heard.</param>
    /// <param name="rules">What counts as a failure.</param>
    public LocalBreaker(string name, HostContext host, BreakerSettings configured, OutcomeRules rules)
    {
        (Name, _host, _logger) = (name, host, host.Logger);
        _failures = new RecentFailures(host.Clock);
        Judge = new OutcomeJudge(name, rules, host.Logger, _failures);
        var session = new HostSession(
            host.Id, host.Name, host.Timings, configured, host.Clock.Now, _ => Causes?.FirstOrDefault()?.Name);
        var changes = new StateChanges(name, host.Log, host.Logger);
        _turns = new BreakerTurns(session, changes, host.Clock, MakeGate, Publish);
        _grain = new BreakerGrainClient(host.Grains, name, host.Observer, () => Causes, error => Unanswered(error, session.Protocol.IsAlone));
        _exchange = new GrainExchange(_turns, _grain, changes, host.Clock, () => host.Sweeper.Add(this), Hasten, WarnGivenUp);
        Tracker = new CallTracker(host.Clock, _exchange, Judge);
        Admissions = new AdmissionControl(name, host, _exchange, () => _gate);
        Followers = new BreakerWatch(host, _turns, _exchange, changes, Admissions);
    }

    public string Name { get; }

    /// <summary>The gate of the moment.</summary>
    public Gate Gate => _gate;

    public HostClock Clock => _host.Clock;

    /// <summary>What counts as a failure.</summary>
    public OutcomeJudge Judge { get; }

    /// <summary>Follows the calls that were let in.</summary>
    public CallTracker Tracker { get; }

    /// <summary>Decides on calls, where the gate alone does not.</summary>
    public AdmissionControl Admissions { get; }

    /// <summary>For those who follow the breaker without calling.</summary>
    public BreakerWatch Followers { get; }

    /// <summary>Somebody has asked for it by its name; configuration that names it has not.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What made the last failures here; null for none.</summary>
    public FailureCause[]? Causes => _failures.Causes(_gate.Settings.SamplingDuration);

    /// <summary>What the grain's configuration says; null if that is not known, or an operator's settings are in force.</summary>
    public BreakerSettings? ConfiguredByGrain => _turns.Look(0, static (session, _, _, _) =>
        session is { IsActive: true, Protocol.LastSnapshot: { SettingsAreOverride: false } last } ? last.Settings : null);

    /// <summary>A reference to the grain, for <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference => _grain.Reference;

    /// <summary>The state as it is known here. Where nothing is known, the grain is asked, so that a later look is right.</summary>
    public BreakerState State => _gate is { Holds: true } gate ? gate.View.State : Snapshot().State;

    /// <inheritdoc cref="State"/>
    public BreakerSnapshot Snapshot()
    {
        // While calls are let through and counted nothing in it depends on the time.
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

    private Gate MakeGate(HostView view, CallGroup group, BreakerSettings settings)
    {
        var until = view.HoldsUntil == TimeSpan.MaxValue ? long.MaxValue
            : view.HoldsUntil == TimeSpan.MinValue ? 0
            : Clock.CoarseMilliseconds + (long)Math.Ceiling((view.HoldsUntil - Clock.Now).TotalMilliseconds);
        return new Gate(Name, Clock, view, group, settings, Judge.HasResultRules, until);
    }

    // Calls that end from now on find the failures of before behind them.
    private void Publish(Gate gate)
    {
        if (gate.View.State == BreakerState.Closed && _gate is { View.State: not BreakerState.Closed })
            _failures.Mark();
        _gate = gate;
    }

    private void Unanswered(Exception error, bool isAlone)
    {
        LogUnreachable(error, Name);
        if (isAlone)
            _host.AloneWarning.Warn(Name, error);
    }

    private void WarnGivenUp() => _host.Log.Post(() => LogGivenUp(Name));

    [LoggerMessage(8, LogLevel.Warning, "Breaker '{Breaker}' is blind: for a sampling duration calls were given up by their callers' own time-outs, and none was answered, so that a dependency that hangs is not seen. Set SlowCallDuration to less than what callers wait, or CallTimeout.")]
    private partial void LogGivenUp(string breaker);

    [LoggerMessage(3, LogLevel.Debug, "The grain of breaker '{Breaker}' did not answer.")]
    private partial void LogUnreachable(Exception error, string breaker);
}
