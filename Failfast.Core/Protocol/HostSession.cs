using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>
/// A host's side of one breaker, whole: the protocol, probes kept for callers, idle and awake, what the end of a call becomes, and
/// the one decision on who is let in. The product, the simulation and the tests run this very type. It touches no clock, task,
/// lock, logger or network: a turn is one or more steps and then <see cref="Finish"/>, which says what the host has to do.
/// </summary>
internal sealed partial class HostSession
{
    private readonly ProtocolTimings _timings;
    private readonly KeptProbes _kept;
    private readonly ProbeEndings _endings = new();
    private TimeSpan _lastUse;
    private TimeSpan _spokeForWatchers;
    private bool _requestsProbe;
    private bool _starts;
    private bool _hasNews;

    public HostSession(Guid host, string hostName, ProtocolTimings timings, BreakerSettings configured, TimeSpan now)
    {
        _timings = timings;
        Protocol = new HostProtocol(host, hostName, timings, configured, now);
        _kept = new KeptProbes(Protocol, timings);
    }

    /// <summary>The conversation with the grain, for those who check it.</summary>
    public HostProtocol Protocol { get; }

    /// <summary>The policy in force here.</summary>
    public BreakerSettings Settings => Protocol.Settings;

    /// <summary>In use: it needs sweeps.</summary>
    public bool IsActive { get; private set; }

    /// <summary>How the next call is met. One that isn't swept makes the next call think, and that starts the sweeps again.</summary>
    public HostView View(TimeSpan now) =>
        IsActive ? Protocol.View(now) : Protocol.View(now) with { Mode = GuardMode.Deciding };

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
        Protocol.Asked();
        Activate(now);
    }

    /// <summary>Follows the clock; what is due is found by <see cref="Finish"/>.</summary>
    /// <param name="isUsed">Calls passed uncounted or were rejected since the last sweep.</param>
    /// <param name="isWatched">Somebody wants to hear of changes.</param>
    /// <param name="now">Monotonic time.</param>
    public void Sweep(bool isUsed, bool isWatched, TimeSpan now)
    {
        if (isUsed || isWatched)
            _lastUse = now;
        if (isUsed)
            Protocol.Noticed();
        if (isWatched && now - _spokeForWatchers >= _timings.LeaseDuration / 2)
        {
            _spokeForWatchers = now;
            Protocol.Noticed();
        }

        if (IsActive && _kept.MustRenew(now))
            _requestsProbe = true;
        while (_kept.TryTakeExpired(now, out var probe))
            EndProbe(probe, ProbeOutcome.Ignored, now, random: 0);
    }

    /// <summary>Falls asleep if nothing keeps it awake. The host has counted all that ended before.</summary>
    /// <param name="hasCallsInFlight">Calls that a sweep may find slow.</param>
    /// <param name="now">Monotonic time.</param>
    public bool MaySleep(bool hasCallsInFlight, TimeSpan now) => IsActive
        && !hasCallsInFlight && !Protocol.Owes && !Protocol.IsReporting && _kept.IsEmpty && _endings.IsEmpty && now - _lastUse >= LongestIdle;

    /// <summary>Needs no more sweeps until it is used again.</summary>
    public void Sleep() => IsActive = false;

    /// <summary>Ends a turn.</summary>
    public SessionEffects Finish(TimeSpan now)
    {
        List<ProbeReport>? ends = null;
        while (_endings.TryTakeDue(now, out var due))
            (ends ??= []).Add(Protocol.ProbeReport(due.Permit, due.Outcome, now));
        var effects = new SessionEffects(
            Protocol.NextReport(now), _requestsProbe ? Protocol.PermitRequest(now) : null, (IReadOnlyList<ProbeReport>?)ends ?? [], _starts, _hasNews);
        _requestsProbe = _starts = _hasNews = false;
        return effects;
    }

    // The window is kept while it says anything, and what is worth remembering for others as long as the grain keeps this host.
    private TimeSpan LongestIdle
    {
        get
        {
            var idle = Protocol.IsPlain ? _timings.LeaseDuration : _timings.SubscriptionDuration;
            return idle > Settings.SamplingDuration ? idle : Settings.SamplingDuration;
        }
    }
}
