using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// A host's whole side of one breaker: the protocol, probe leases kept for callers, activity and sleep, how ended calls count, and the
/// decision on who is admitted. The product, the simulation and the tests run this very type. It uses no clock, task, lock, logger or
/// network: a turn is one or more steps and then <see cref="Finish"/>, which returns what the host has to do.
/// </summary>
internal sealed partial class HostSession
{
    private readonly ProtocolTimings _timings;
    private readonly ProbePool _pool;
    private readonly RunningProbes _running = new();
    private readonly ProbeEndings _endings = new();
    private readonly ReceivedLeases _received = new();
    private readonly Arrivals _arrivals;
    private TimeSpan _lastUse;
    private TimeSpan _spokeForWatchers;
    private readonly GivenUpCalls _givenUp = new();
    private long[] _shown = [];
    private TimeSpan _turnAt;
    private TimeSpan _roundTrip;
    private TimeSpan _reportedAt;
    private bool _requestsProbe;
    private bool _wantsProbe;
    private bool _hasArrivals;
    private bool _isRequestAwaited;
    private bool _starts;
    private bool _hasNews;

    /// <param name="host">Unique per process start.</param>
    /// <param name="hostName">A readable name.</param>
    /// <param name="timings">The protocol's timings.</param>
    /// <param name="configured">This process's configuration, in force until the first snapshot of the grain.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="causeOf">The most frequent cause of this host's last failures; null if unknown.</param>
    public HostSession(
        Guid host, string hostName, ProtocolTimings timings, BreakerSettings configured, TimeSpan now,
        Func<IEnumerable<Guid>, string?>? causeOf = null)
    {
        _timings = timings;
        _turnAt = now;
        Protocol = new HostProtocol(host, hostName, timings, configured, now) { CauseOf = causeOf };
        _pool = new ProbePool(Protocol, timings);
        _arrivals = new Arrivals(timings);
    }

    /// <summary>The protocol's state, for inspection.</summary>
    public HostProtocol Protocol { get; }

    /// <summary>The settings in force here.</summary>
    public BreakerSettings Settings => Protocol.Settings;

    /// <summary>Whether the session is in use and needs sweeps.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether there is a snapshot of the grain that is kept up to date.</summary>
    public bool IsInTouch => IsActive && Protocol.LastSnapshot is not null;

    /// <summary>How the next call is treated. Without sweeps it is undecided, so that the next call takes a turn, which starts the sweeps again.</summary>
    public HostView View(TimeSpan now) =>
        IsActive ? Protocol.View(now) : Protocol.View(now) with { Mode = GuardMode.Undecided };

    /// <summary>This process's configuration has changed.</summary>
    public void Reconfigure(BreakerSettings settings) => Protocol.Reconfigure(settings);

    /// <summary>The dependency has said itself how long it wants not to be called: the next break is at least that long. Call it before the call's end.</summary>
    public void Heed(TimeSpan retryAfter, TimeSpan now) => Protocol.Heed(retryAfter, now);

    /// <summary>Starts the sweeps, whether or not there are calls.</summary>
    public void Activate(TimeSpan now)
    {
        _lastUse = now;
        _starts |= !IsActive;
        IsActive = true;
    }

    /// <summary>Requests the grain's snapshot although no call needs it yet.</summary>
    public void Prefetch(TimeSpan now)
    {
        Protocol.WantReport();
        Activate(now);
    }

    /// <summary>Applies the passing of time; <see cref="Finish"/> then returns what is due.</summary>
    /// <param name="isUsed">Whether calls passed uncounted or were rejected since the last sweep.</param>
    /// <param name="isWatched">Whether there are watchers or waiting consumers.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Sweep(bool isUsed, bool isWatched, TimeSpan now, double random)
    {
        if (isUsed || isWatched)
            _lastUse = now;
        if (isUsed)
        {
            Protocol.Noticed();
            // Calls that took a turn have recorded their arrival already.
            if (!_hasArrivals)
                _arrivals.Add(now);
        }

        _hasArrivals = false;

        if (isWatched && now - _spokeForWatchers >= _timings.LeaseDuration / 2)
        {
            _spokeForWatchers = now;
            Protocol.Noticed();
        }

        while (_running.AreAwaited && _running.TryTakeOverdue(ProbeTimes.Limit(Settings), now, out var late))
            ReportProbeEnd(late, ProbeOutcome.Overdue, ProbeTimes.Limit(Settings), now, random);
        GiveBackUseless(now);
        if (IsActive && _arrivals.AreExpected(now))
            RequestProbeAhead(now);
    }

    /// <summary>Whether the session may sleep. All calls that have ended must be counted before.</summary>
    /// <param name="hasCallsInFlight">Whether there are calls that a sweep may find slow.</param>
    /// <param name="now">Monotonic time.</param>
    public bool MaySleep(bool hasCallsInFlight, TimeSpan now) => IsActive
        && !hasCallsInFlight && !Protocol.Owes && !Protocol.IsReporting && _pool.IsEmpty && !_running.AreAwaited && _endings.IsEmpty && now - _lastUse >= LongestIdle;

    /// <summary>Ends the sweeps until the session is used again.</summary>
    public void Sleep() => IsActive = false;

    /// <summary>Ends a turn.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="mayReport">
    /// Whether a report may be sent that can wait; if not, it is held, and another turn is needed as soon as one may be sent.
    /// </param>
    public SessionEffects Finish(TimeSpan now, bool mayReport = true)
    {
        List<ProbeReport>? ends = null;
        while (_endings.TryTakeDue(now, out var due))
            (ends ??= []).Add(Protocol.ProbeReport(due.Lease, due.Outcome, due.Lasted, now));
        // Before the report: a probe request keeps the host in touch, so that no report of rejected calls is needed.
        var request = _requestsProbe ? Protocol.ProbeRequest(Demand(now), now) : null;
        var report = Protocol.NextReport(now, mayReport);
        if (report is not null)
            _reportedAt = now;
        var effects = new SessionEffects(
            report, request, (IReadOnlyList<ProbeReport>?)ends ?? [], _starts,
            TurnIn(now), _givenUp.TryWarn(Settings.SamplingDuration, now), _hasNews, IsHeld: !mayReport && Protocol.IsReportDue(now));
        _requestsProbe = _wantsProbe = _starts = _hasNews = false;
        return effects;
    }

    private TimeSpan? TurnIn(TimeSpan now)
    {
        if (now < _turnAt || Protocol.NextReportIn(now) is not { } wait)
            return null;
        _turnAt = now + wait;
        return wait;
    }

    private void GiveBackUseless(TimeSpan now)
    {
        while (!_pool.IsEmpty && _pool.TryTakeUseless(now, _arrivals.AreExpected(now), out var useless))
            ReportProbeEnd(useless, ProbeOutcome.Ignored, default, now, random: 0);
    }

    // Renews the leases that are kept, or requests one for the next call. Where no call is expected, only a call causes a request.
    private void RequestProbeAhead(TimeSpan now)
    {
        if (!_pool.IsEmpty)
            _requestsProbe |= _pool.MustRenew(now) && Protocol.TryRequestProbeAtOnce(now);
        else
            _wantsProbe |= _requestsProbe |= Protocol.TryRequestProbeAgain(now);
    }

    private ProbeDemand Demand(TimeSpan now)
    {
        _shown = _pool.Numbers;
        // A lease that is not granted yet can't serve a call that comes before the reply; one that another host has to give back first
        // takes as long again.
        return new ProbeDemand(
            _shown, [.. _running.Numbers, .. _endings.Numbers],
            UsedIn(_pool.IsEmpty ? _roundTrip : default, now), _wantsProbe, UsedIn(_roundTrip * 2, now), now);
    }

    private TimeSpan UsedIn(TimeSpan after, TimeSpan now) =>
        _arrivals.NextIn(now, after) - (_roundTrip / 2) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    // At least as long as the window matters; and as long as the subscription lasts if there is a state worth remembering.
    private TimeSpan LongestIdle
    {
        get
        {
            var idle = Protocol.IsForgettable ? _timings.LeaseDuration : _timings.SubscriptionDuration;
            return idle > Settings.SamplingDuration ? idle : Settings.SamplingDuration;
        }
    }
}
