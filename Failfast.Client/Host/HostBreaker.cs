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
    // Two of the longest intervals between sweeps.
    private const long FarFromEnd = 200;

    private readonly Lock _turn = new();
    private readonly HostBreakers _host;
    private readonly HostProtocol _protocol;
    private readonly GrainLink _grain;
    private readonly InFlightCalls _inFlight = new();
    private readonly StripedCounter _uncounted = new();
    private readonly StripedCounter _rejected = new();
    private readonly Action<CallGroup> _overdue;
    private readonly ILogger _logger;
    private volatile Gate _gate;
    private long _seenUncounted;
    private long _seenRejected;
    private TimeSpan _lastUse;
    private bool _isActive;

    public HostBreaker(string name, HostBreakers host, SettingsCatalog settings, ILogger<HostBreaker> logger)
    {
        Name = name;
        _host = host;
        _logger = logger;
        _overdue = WentOverdue;
        Judge = new OutcomeJudge(name, settings.OutcomesOf(name), logger);
        _protocol = new HostProtocol(host.Id, settings.Options.HostName, host.Timings, settings.For(name));
        _grain = new GrainLink(this, host);
        _gate = NewGate(View(Clock.Now), null);
    }

    public string Name { get; }

    public OutcomeJudge Judge { get; }

    /// <summary>Whether it needs sweeps.</summary>
    public bool IsActive => Volatile.Read(ref _isActive);

    /// <summary>When the sweeper wants to sweep it next; nobody else's.</summary>
    public TimeSpan NextSweep { get; set; }

    /// <inheritdoc cref="Gate.LongestBetweenSweeps"/>
    public TimeSpan LongestBetweenSweeps => _gate.LongestBetweenSweeps;

    public HostClock Clock => _host.Clock;

    public ProtocolTimings Timings => _host.Timings;

    /// <summary>A reference to the grain, for <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference => _grain.Reference;

    public BreakerSnapshot Snapshot()
    {
        lock (_turn)
            return _protocol.Snapshot(Name, Clock.Now);
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

    /// <summary>Counts what went overdue, reports what is due, and follows the clock.</summary>
    /// <returns>False when the breaker has not been used for long and needs no more sweeps.</returns>
    public bool Sweep()
    {
        var gate = _gate;
        gate.IsFarFromEnd = Clock.IsSystem && gate.HoldsUntil - Clock.CoarseMilliseconds > FarFromEnd;
        var slow = gate.SlowMilliseconds;
        var inFlight = _inFlight.Sweep(slow == 0 ? 0 : Clock.CoarseMilliseconds - slow, _overdue);
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            Notice(now);
            report = End(now);
            if (!inFlight && report is null && !_protocol.Owes && now - _lastUse >= LongestIdle)
                FallAsleep(now);
        }

        _grain.Send(report);
        GiveBackKept();
        TellObserved();
        return _isActive;
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

    /// <summary>Calls that were not counted keep the host in touch with the grain; so does whoever watches.</summary>
    private void Notice(TimeSpan now)
    {
        var uncounted = _uncounted.Read();
        var rejected = _rejected.Read();
        if (uncounted != _seenUncounted || rejected != _seenRejected)
        {
            _lastUse = now;
            _protocol.Noticed();
        }

        if (rejected != _seenRejected)
            _host.Metrics.Rejected(Name, RejectionCause.State, observed: false, rejected - _seenRejected);
        (_seenUncounted, _seenRejected) = (uncounted, rejected);
        if (IsWatched)
            NoticeWatching(now);
    }

    // What is worth remembering for others is kept as long as the grain keeps this host.
    private TimeSpan LongestIdle => _protocol.IsPlain ? Timings.LeaseDuration : Timings.SubscriptionDuration;

    private void FallAsleep(TimeSpan now)
    {
        Volatile.Write(ref _isActive, false);
        // A call that ends now either finds the breaker asleep, and wakes it, or is found here.
        Interlocked.MemoryBarrier();
        if (_gate.Group.HasMore)
            _isActive = true;
        else
            Regate(now);
    }

    /// <returns>True if it slept.</returns>
    private bool Wake(TimeSpan now)
    {
        _lastUse = now;
        return !_isActive && (_isActive = true);
    }

    /// <summary>
    /// Sees to it that the breaker is swept, and with that kept, so that what it has counted is reported, what pushes may have
    /// lost is heard, and breaks are seen to run out.
    /// </summary>
    private void StayActive()
    {
        bool start;
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            start = Wake(now);
            report = End(now);
        }

        _grain.Send(report);
        if (start)
            _host.Activate(this);
    }

    private TimeSpan Begin()
    {
        var now = Clock.Now;
        var group = _gate.Group;
        if (group.Drain() is var count and > 0)
        {
            _lastUse = now;
            _protocol.Succeeded(group.Ticket, count, now, Random.Shared.NextDouble());
        }

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
        {
            Volatile.Write(ref gate.TrustedUntil, TrustedUntil());
            return;
        }

        _gate = NewGate(view, gate.Group);
        WakeWaiters();
        if (view.State != gate.View.State || view.Scope != gate.View.Scope)
            LogState(Name, view.State, view.Scope, view.Reason ?? "at first");
    }

    // A breaker that isn't swept makes the next call think, and that starts the sweeps again.
    private HostView View(TimeSpan now) =>
        _isActive ? _protocol.View(now) : _protocol.View(now) with { Mode = GuardMode.Deciding };

    private Gate NewGate(HostView view, CallGroup? before)
    {
        var group = before?.Ticket == view.Ticket ? before : new CallGroup(view.Ticket);
        var until = view.Mode is not (GuardMode.Rejecting or GuardMode.Through) ? 0
            : view.OpenUntil is { } end ? Coarse(end)
            : long.MaxValue;
        return new Gate(this, view, group, _protocol.Settings, Judge.HasResultRules, until) { TrustedUntil = TrustedUntil() };
    }

    private long TrustedUntil() => _protocol.TrustedUntil is { } end ? Coarse(end) : long.MaxValue;

    private long Coarse(TimeSpan end) => Clock.CoarseMilliseconds + (long)Math.Ceiling((end - Clock.Now).TotalMilliseconds);

    [LoggerMessage(2, LogLevel.Information, "Breaker '{Breaker}' is {State} here by word of {Scope}: {Reason}.")]
    private partial void LogState(string breaker, BreakerState state, BreakerScope scope, string reason);
}
