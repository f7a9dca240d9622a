using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>When a host reports: one report at a time, at once if urgent, never when idle.</summary>
internal sealed class ReportSchedule(ProtocolTimings timings)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    // The least time between urgent reports while calls keep failing: 20 per interval.
    private readonly TimeSpan _pace = timings.ReportInterval / 20;
    private TimeSpan _urgentFrom = TimeSpan.MinValue / 2;
    private TimeSpan _last = TimeSpan.MinValue / 2;
    private TimeSpan _notBefore = TimeSpan.MinValue / 2;
    private int _unanswered;

    public bool InFlight { get; private set; }

    /// <summary>A report must be sent as soon as possible: the grain's snapshot is needed here.</summary>
    public bool Wanted { get; set; }

    /// <summary>The grain has requested a report, and waits for it.</summary>
    public bool Requested { get; set; }

    /// <summary>Calls were guarded, or rejected, since the last report.</summary>
    public bool Traffic { get; set; }

    /// <summary>Whether a report is due that can't wait for others of the process.</summary>
    public bool IsDueAtOnce(bool urgent, TimeSpan now) => IsPossible(now) && (Requested || (urgent && now >= _urgentFrom));

    /// <summary>Whether any report is due.</summary>
    public bool IsDue(bool urgent, TimeSpan now) =>
        IsDueAtOnce(urgent, now) || (IsPossible(now) && (Wanted || (Traffic && now - _last >= timings.ReportInterval)));

    /// <summary>The time until an urgent report may be sent; null if it may be sent now, or an answer must come first.</summary>
    public TimeSpan? UrgentIn(TimeSpan now) =>
        !InFlight && now >= _notBefore && now < _urgentFrom ? _urgentFrom - now : null;

    public void Sent(bool urgent, TimeSpan now)
    {
        if (urgent)
            _urgentFrom = now + _pace;
        InFlight = true;
        Wanted = Requested = Traffic = false;
        _last = now;
    }

    /// <summary>Another message keeps the host in touch with the grain.</summary>
    public void Spoke(TimeSpan now)
    {
        Traffic = false;
        _last = now;
    }

    public void Answered()
    {
        InFlight = false;
        _unanswered = 0;
        _notBefore = TimeSpan.MinValue / 2;
    }

    /// <summary>No answer came: the next report waits twice as long as the last, up to 2 s.</summary>
    public void Unanswered(TimeSpan now)
    {
        InFlight = false;
        Wanted = true;
        var wait = FirstRetry * Math.Pow(2, Math.Min(_unanswered++, 16));
        _notBefore = now + (wait < LongestRetry ? wait : LongestRetry);
    }

    /// <summary>The cluster's members have changed: a grain that did not answer may be found now.</summary>
    public void TryAgain()
    {
        _unanswered = 0;
        _notBefore = TimeSpan.MinValue / 2;
    }

    private bool IsPossible(TimeSpan now) => !InFlight && now >= _notBefore;
}
