using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// One breaker in this process. Guarded calls read <see cref="Gate"/>; whatever changes it is a turn of the session, one at a
/// time.
/// </summary>
internal sealed partial class LocalBreaker : IProcessBreaker
{
    private readonly LocalBreakers _host;
    private readonly BreakerTurns _turns;
    private readonly GrainExchange _exchange;
    private readonly BreakerGrainClient _grain;
    private readonly StateChanges _changes;
    private readonly InFlightCalls _inFlight = new();
    private readonly StripedCounter _uncounted = new();
    private readonly StripedCounter _rejected = new();
    private readonly Action<CallGroup, CountedAs> _overdue;
    private readonly RecentFailures _failures;
    private readonly ILogger _logger;
    private volatile Gate _gate = null!;

    public LocalBreaker(string name, LocalBreakers host, SettingsCatalog settings, ILogger logger)
    {
        Name = name;
        _host = host;
        _logger = logger;
        _overdue = WentOverdue;
        _failures = new RecentFailures(Clock);
        Judge = new OutcomeJudge(name, settings.OutcomesOf(name), logger, _failures);
        var session = new HostSession(
            host.Id, host.HostName, host.Timings, settings.For(name), Clock.Now, _ => Causes?.FirstOrDefault()?.Name);
        _changes = new StateChanges(name, logger);
        _turns = new BreakerTurns(session, _changes, Clock, MakeGate, Publish);
        _grain = new BreakerGrainClient(host.Grains, name, () => host.Observer, () => Causes, error => Unanswered(error, session.Protocol.IsAlone));
        _exchange = new GrainExchange(_turns, _grain, _changes, () => _host.Activate(this), Hasten, () => LogBlind(Name));
    }

    public string Name { get; }

    public OutcomeJudge Judge { get; }

    /// <summary>Whether it needs sweeps.</summary>
    public bool IsActive => _turns.IsActive;

    /// <summary>Somebody has asked for it by its name; configuration that names it has not.</summary>
    public bool IsUsed { get; set; }

    /// <summary>When the sweeper wants to sweep it next; nobody else's.</summary>
    public TimeSpan NextSweep { get; set; }

    /// <summary>When it needs a sweep at the latest, and why so soon: a call may have become slow, or something urgent is to be told.</summary>
    public TimeSpan LongestBetweenSweeps =>
        TimeSpan.FromTicks(Math.Min(_gate.LongestBetweenSweeps.Ticks, Volatile.Read(ref _hastened)));

    public HostClock Clock => _host.Clock;

    public ProtocolTimings Timings => _host.Timings;

    /// <summary>What made the last failures here; null for none.</summary>
    public FailureCause[]? Causes => _failures.Causes(_gate.Settings.SamplingDuration);

    /// <summary>What the grain's configuration says; null if that is not known, or an operator's settings are in force.</summary>
    public BreakerSettings? ConfiguredByGrain => _turns.Look(0, static (session, _, _, _) =>
        session is { IsActive: true, Protocol.LastSnapshot: { SettingsAreOverride: false } heard } ? heard.Settings : null);

    /// <summary>A reference to the grain, for <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference => _grain.Reference;

    /// <summary>The gate of the moment.</summary>
    public Gate Gate => _gate;

    /// <summary>The state as it is known here. Where nothing is heard, the grain is asked, so that a later look is right.</summary>
    public BreakerState State => _gate is { } gate && Holds(gate) ? gate.View.State : Snapshot().State;

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

    /// <summary>The grain's snapshot came by push.</summary>
    public void Pushed(GrainSnapshot snapshot) =>
        _exchange.Turn(snapshot, static (session, snapshot, now, _) => session.OnPush(snapshot, now));

    /// <summary>The grain has answered an operator in this process.</summary>
    public void Answered(GrainSnapshot snapshot) =>
        _exchange.Turn(snapshot, static (session, snapshot, now, _) => session.OnAnswer(snapshot, now));

    /// <summary>The grain wants a report now.</summary>
    public void Asked() => _exchange.Turn(0, static (session, _, _, _) => session.OnReportRequested());

    /// <summary>A probe lease is free, and this process is the next to ask.</summary>
    public void Offered() => _exchange.Turn(0, static (session, _, now, _) => session.OnOffer(now));

    /// <summary>Another process would use the lease sooner.</summary>
    public void Recalled(long number) => _exchange.Turn(number, static (session, number, now, _) => session.OnRecall(number, now));

    /// <summary>Asks for the grain's snapshot before the first call needs it.</summary>
    public void Prefetch() => _exchange.Turn(0, static (session, _, now, _) => session.Prefetch(now));

    /// <summary>This process's configuration has changed.</summary>
    public void Reconfigure(BreakerSettings settings) =>
        _exchange.Turn(settings, static (session, settings, _, _) => session.Reconfigure(settings));

    private bool Holds(Gate gate) =>
        gate.Mode == GuardMode.Counting || (gate.Mode != GuardMode.Undecided && Clock.CoarseMilliseconds < gate.HoldsUntil);

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
            _host.AloneWarning.Say(Name, error);
    }

    [LoggerMessage(8, LogLevel.Warning, "Breaker '{Breaker}' is blind: for a sampling duration calls were given up by their callers' own time-outs, and none was answered, so that a dependency that hangs is not seen. Set SlowCallDuration to less than what callers wait, or CallTimeout.")]
    private partial void LogBlind(string breaker);

    [LoggerMessage(3, LogLevel.Debug, "The grain of breaker '{Breaker}' did not answer.")]
    private partial void LogUnreachable(Exception error, string breaker);
}
