using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Host;

/// <summary>
/// One breaker in this process. Guarded calls read <see cref="Gate"/>; whatever changes it goes through the protocol, one at a
/// time.
/// </summary>
internal sealed partial class HostBreaker
{
    private readonly Lock _turn = new();
    private readonly HostBreakers _host;
    private readonly HostProtocol _protocol;
    private readonly GrainLink _grain;
    private readonly InFlightCalls _inFlight = new();
    private readonly StripedCounter _uncounted = new();
    private readonly StripedCounter _rejected = new();
    private readonly Action<CallGroup, Overdue> _overdue;
    private readonly RecentFailures _failures;
    private readonly ILogger _logger;
    private volatile Gate _gate;

    public HostBreaker(string name, HostBreakers host, SettingsCatalog settings, ILogger logger)
    {
        Name = name;
        _host = host;
        _logger = logger;
        _overdue = WentOverdue;
        _failures = new RecentFailures(Clock);
        Judge = new OutcomeJudge(name, settings.OutcomesOf(name), logger, _failures);
        _protocol = new HostProtocol(host.Id, host.HostName, host.Timings, settings.For(name), Clock.Now)
        {
            CauseOf = _ => Causes?.FirstOrDefault()?.Name,
        };
        _grain = new GrainLink(this, host);
        _kept = new KeptProbes(_protocol, host.Timings);
        _gate = NewGate(View(Clock.Now), null);
    }

    public string Name { get; }

    public OutcomeJudge Judge { get; }

    /// <summary>Whether it needs sweeps.</summary>
    public bool IsActive => Volatile.Read(ref _isActive);

    /// <summary>Somebody has asked for it by its name; configuration that names it has not.</summary>
    public bool IsUsed { get; set; }

    /// <summary>When the sweeper wants to sweep it next; nobody else's.</summary>
    public TimeSpan NextSweep { get; set; }

    /// <inheritdoc cref="Gate.LongestBetweenSweeps"/>
    public TimeSpan LongestBetweenSweeps => _gate.LongestBetweenSweeps;

    public HostClock Clock => _host.Clock;

    public ProtocolTimings Timings => _host.Timings;

    /// <summary>What made the last failures here; null for none.</summary>
    public FailureCause[]? Causes => _failures.Causes(_protocol.Settings.SamplingDuration);

    /// <summary>What the grain's configuration says; null if that is not known, or an operator's settings are in force.</summary>
    public BreakerSettings? ConfiguredByGrain
    {
        get
        {
            lock (_turn)
                return _isActive && _protocol.Heard is { SettingsAreOverride: false } heard ? heard.Settings : null;
        }
    }

    /// <summary>A reference to the grain, for <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference => _grain.Reference;

    public BreakerState State
    {
        get
        {
            var gate = _gate;
            var holds = gate.Mode == GuardMode.Counting || (gate.Mode != GuardMode.Deciding && Clock.CoarseMilliseconds < gate.HoldsUntil);
            return holds ? gate.View.State : Snapshot().State;
        }
    }

    public BreakerSnapshot Snapshot()
    {
        // While calls are let through and counted nothing in it depends on the time.
        if (_gate is { Mode: GuardMode.Counting, Snapshot: { } known })
            return known;
        lock (_turn)
        {
            var snapshot = _protocol.Snapshot(Name, Clock.Now);
            if (_gate.Mode == GuardMode.Counting && _protocol.View(Clock.Now) == _gate.View)
                _gate.Snapshot = snapshot;
            return snapshot;
        }
    }

    /// <summary>The grain's word came by push.</summary>
    public void Pushed(GrainSnapshot word)
    {
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            _protocol.Hear(word, now);
            report = End(now);
        }

        _grain.Send(report);
        _grain.WakeWaiting();
    }

    /// <summary>Asks for the grain's word before the first call needs it.</summary>
    public void Prefetch()
    {
        lock (_turn)
            _protocol.Asked();
        StayActive();
    }

    /// <summary>The grain wants a report now.</summary>
    public void Asked()
    {
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            _protocol.Asked();
            report = End(now);
        }

        _grain.Send(report);
    }

    public void ReportEnded(GrainReply? reply)
    {
        HostReport? next;
        lock (_turn)
        {
            var now = Begin();
            if (reply is not null)
                _protocol.ReportAnswered(reply, now);
            else
                _protocol.ReportUnanswered(now);
            next = End(now);
        }

        _grain.Send(next);
        _grain.WakeWaiting();
    }

    /// <summary>This process's configuration has changed.</summary>
    public void Reconfigure(BreakerSettings settings)
    {
        lock (_turn)
        {
            var now = Begin();
            _protocol.Reconfigure(settings);
            Regate(now);
        }
    }

    private TimeSpan Begin()
    {
        var now = Clock.Now;
        if (Drain(_gate.Group, now))
            _lastUse = now;
        return now;
    }

    private HostReport? End(TimeSpan now)
    {
        var report = _protocol.NextReport(now);
        Regate(now);
        return report;
    }

    private void Regate(TimeSpan now)
    {
        var view = View(now);
        var gate = _gate;
        TellWatchers(view, now);
        if (view == gate.View && ReferenceEquals(gate.Settings, _protocol.Settings))
            return;
        _gate = NewGate(view, gate.Group);
        if (_gate.Group != gate.Group)
            CountLast(gate.Group, now);
        if (view.State == BreakerState.Closed && gate.View.State != BreakerState.Closed)
            _failures.Mark();
        WakeWaiters();
        if (view.State != gate.View.State || view.Scope != gate.View.Scope)
            LogState(Name, view.State, view.Scope, view.Reason ?? "nothing is known against it");
    }

    // A breaker that isn't swept makes the next call think, and that starts the sweeps again.
    private HostView View(TimeSpan now) =>
        _isActive ? _protocol.View(now) : _protocol.View(now) with { Mode = GuardMode.Deciding };

    private Gate NewGate(HostView view, CallGroup? before)
    {
        var group = before?.Ticket == view.Ticket ? before : new CallGroup(view.Ticket);
        var until = view.Mode is not (GuardMode.Rejecting or GuardMode.Through) ? 0
            : view.OpenUntil is { } end ? Clock.CoarseMilliseconds + (long)Math.Ceiling((end - Clock.Now).TotalMilliseconds)
            : long.MaxValue;
        return new Gate(this, view, group, _protocol.Settings, Judge.HasResultRules, until);
    }

    [LoggerMessage(2, LogLevel.Information, "Breaker '{Breaker}' is {State} here by word of {Scope}: {Reason}.")]
    private partial void LogState(string breaker, BreakerState state, BreakerScope scope, string reason);
}
