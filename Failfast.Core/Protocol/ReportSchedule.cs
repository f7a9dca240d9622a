namespace Failfast.Protocol;

/// <summary>When a host speaks to the grain: one report at a time, at once when urgent, never when idle.</summary>
internal sealed class ReportSchedule(ProtocolTimings timings)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);

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
        return Wanted || urgent || (Traffic && now - _last >= timings.ReportInterval);
    }

    public void Sent(TimeSpan now)
    {
        InFlight = true;
        Wanted = Traffic = false;
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
