using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>When a host speaks to the grain: one report at a time, at once when urgent, never when idle.</summary>
internal sealed class ReportSchedule(ProtocolTimings timings)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);

    // At most so often where calls keep failing: 20 times an interval.
    private readonly TimeSpan _pace = timings.ReportInterval / 20;
    private TimeSpan _urgentFrom = TimeSpan.MinValue / 2;
    private TimeSpan _last = TimeSpan.MinValue / 2;
    private TimeSpan _notBefore = TimeSpan.MinValue / 2;
    private int _unanswered;

    public bool InFlight { get; private set; }

    /// <summary>The grain waits for a report, or has not heard of this host yet.</summary>
    public bool Wanted { get; set; }

    /// <summary>Calls were guarded, or rejected, since the last report.</summary>
    public bool Traffic { get; set; }

    public bool IsDue(bool urgent, TimeSpan now)
    {
        if (InFlight || now < _notBefore)
            return false;
        return Wanted || (urgent && now >= _urgentFrom) || (Traffic && now - _last >= timings.ReportInterval);
    }

    /// <summary>In how long something urgent may be told; null if that is now, or waits for an answer first.</summary>
    public TimeSpan? UrgentIn(TimeSpan now) =>
        !InFlight && now >= _notBefore && now < _urgentFrom ? _urgentFrom - now : null;

    public void Sent(bool urgent, TimeSpan now)
    {
        if (urgent)
            _urgentFrom = now + _pace;
        InFlight = true;
        Wanted = Traffic = false;
        _last = now;
    }

    /// <summary>The grain hears of this host by another message.</summary>
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

    /// <summary>No answer: the next report waits, each time twice as long, up to a lease.</summary>
    public void Unanswered(TimeSpan now)
    {
        InFlight = false;
        Wanted = true;
        var wait = FirstRetry * Math.Pow(2, Math.Min(_unanswered++, 16));
        _notBefore = now + (wait < timings.LeaseDuration ? wait : timings.LeaseDuration);
    }
}
