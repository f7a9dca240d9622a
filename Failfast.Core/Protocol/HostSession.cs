using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// A host's side of one breaker, whole: the protocol, probes kept for callers, idle and awake, what the end of a call becomes, and
/// the one decision on who is let in. The product, the simulation and the tests run this very type. It touches no clock, task,
/// lock, logger or network: a turn is one or more steps and then <see cref="Finish"/>, which says what the host has to do.
/// </summary>
internal sealed partial class HostSession
{
    private readonly ProtocolTimings _timings;
    private readonly ProbePool _pool;
    private readonly RunningProbes _running = new();
    private readonly ProbeEndings _endings = new();
    private readonly Arrivals _arrivals;
    private TimeSpan _lastUse;
    private TimeSpan _spokeForWatchers;
    private readonly GivenUpCalls _givenUp = new();
    private long[] _shown = [];
    private TimeSpan _turnAt;
    private TimeSpan _roundTrip;
    private bool _requestsProbe;
    private bool _wantsProbe;
    private bool _hasArrivals;
    private bool _isRequestAwaited;
    private bool _starts;
    private bool _hasNews;

    /// <param name="host">Unique per process start.</param>
    /// <param name="hostName">For people.</param>
    /// <param name="timings">As at start.</param>
    /// <param name="configured">This process's configuration, in force until the grain is heard.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="causeOf">The commonest cause of this host's last failures; null if nobody can say.</param>
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

    /// <summary>The conversation with the grain, for those who check it.</summary>
    public HostProtocol Protocol { get; }

    /// <summary>The policy in force here.</summary>
    public BreakerSettings Settings => Protocol.Settings;

    /// <summary>In use: it needs sweeps.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The grain has been heard, and tells of changes; without that, what is known here is nothing, or old.</summary>
    public bool IsInTouch => IsActive && Protocol.LastSnapshot is not null;

    /// <summary>How the next call is met. One that isn't swept makes the next call think, and that starts the sweeps again.</summary>
    public HostView View(TimeSpan now) =>
        IsActive ? Protocol.View(now) : Protocol.View(now) with { Mode = GuardMode.Undecided };

    /// <summary>This process's configuration has changed.</summary>
    public void Reconfigure(BreakerSettings settings) => Protocol.Reconfigure(settings);

    /// <summary>From now on it is swept, whether or not anybody calls.</summary>
    public void Activate(TimeSpan now)
    {
        _lastUse = now;
        _starts |= !IsActive;
        IsActive = true;
    }

    /// <summary>The grain is to be asked for its snapshot, although nobody calls.</summary>
    public void Prefetch(TimeSpan now)
    {
        Protocol.WantReport();
        Activate(now);
    }

    /// <summary>Follows the clock; what is due is found by <see cref="Finish"/>.</summary>
    /// <param name="isUsed">Calls passed uncounted or were rejected since the last sweep.</param>
    /// <param name="isWatched">Somebody wants to hear of changes.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="random">From 0 up to 1.</param>
    public void Sweep(bool isUsed, bool isWatched, TimeSpan now, double random)
    {
        if (isUsed || isWatched)
            _lastUse = now;
        if (isUsed)
        {
            Protocol.Noticed();
            // Those that were decided on one by one have been counted.
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

    /// <summary>Falls asleep if nothing keeps it awake. The host has counted all that ended before.</summary>
    /// <param name="hasCallsInFlight">Calls that a sweep may find slow.</param>
    /// <param name="now">Monotonic time.</param>
    public bool MaySleep(bool hasCallsInFlight, TimeSpan now) => IsActive
        && !hasCallsInFlight && !Protocol.Owes && !Protocol.IsReporting && _pool.IsEmpty && !_running.AreAwaited && _endings.IsEmpty && now - _lastUse >= LongestIdle;

    /// <summary>Needs no more sweeps until it is used again.</summary>
    public void Sleep() => IsActive = false;

    /// <summary>Ends a turn.</summary>
    public SessionEffects Finish(TimeSpan now)
    {
        List<ProbeReport>? ends = null;
        while (_endings.TryTakeDue(now, out var due))
            (ends ??= []).Add(Protocol.ProbeReport(due.Lease, due.Outcome, due.Lasted, now));
        // First: whoever asks for a probe is heard, and need not report as well that calls were rejected.
        var request = _requestsProbe ? Protocol.ProbeRequest(Demand(now), now) : null;
        var effects = new SessionEffects(
            Protocol.NextReport(now), request, (IReadOnlyList<ProbeReport>?)ends ?? [], _starts,
            TurnIn(now), _givenUp.TryWarn(Settings.SamplingDuration, now), _hasNews);
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

    // Lets the grain know of what is kept, or that a call may come for a probe; others ask only when a call comes.
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
        // A lease that is yet to be granted serves no call that comes before the answer.
        var usedIn = _arrivals.NextIn(now, _pool.IsEmpty ? _roundTrip : default);
        return new ProbeDemand(_shown, [.. _running.Numbers, .. _endings.Numbers], usedIn, _wantsProbe);
    }

    // The window is kept while it says anything, and what is worth remembering for others as long as the grain keeps this host.
    private TimeSpan LongestIdle
    {
        get
        {
            var idle = Protocol.IsForgettable ? _timings.LeaseDuration : _timings.SubscriptionDuration;
            return idle > Settings.SamplingDuration ? idle : Settings.SamplingDuration;
        }
    }
}
