using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>When calls of a breaker come to this host, as far as it matters to who should probe: when the next one is due.</summary>
internal sealed class Arrivals(ProtocolTimings timings)
{
    // So many calls in a row whose tokens were cancelled before they began: none of this host's may be a probe.
    private const int AllCancelled = 6;

    // Calls come a little late.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    private TimeSpan? _last;
    private int _cancelled;
    private TimeSpan _gap;
    private TimeSpan _gapBefore;
    private bool _isRegular;

    public void Add(TimeSpan now)
    {
        _cancelled = 0;
        if (_last is { } last)
        {
            (_gapBefore, _gap) = (_isRegular ? _gap : default, now - last);
            _isRegular = true;
        }

        _last = now;
    }

    /// <summary>Somebody waits for a chance to call, and takes the first.</summary>
    public void AddWaiting(TimeSpan now) => (_last, _gap, _gapBefore, _isRegular) = (now, default, default, true);

    /// <summary>A call came whose caller had given up already.</summary>
    public void AddCancelled() => _cancelled++;

    /// <summary>A call is to be expected: one came not much longer ago than a subscription lasts.</summary>
    public bool AreExpected(TimeSpan now) => _cancelled < AllCancelled && now - _last < timings.SubscriptionDuration * 1.25;

    /// <summary>
    /// In how long the next call comes, if calls go on as they did; for one who called once it may be long. One that has not come
    /// when it was due may take as long again.
    /// </summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="from">Calls before that are of no use.</param>
    public TimeSpan NextIn(TimeSpan now, TimeSpan from = default)
    {
        var gap = !_isRegular ? timings.SubscriptionDuration * 2 : _gap > _gapBefore ? _gap : _gapBefore;
        if (_last + gap - now is not { } wait)
            return from;
        if (wait < -Late)
            wait = -wait;
        else if (wait < from && gap > TimeSpan.Zero)
            wait += gap * Math.Ceiling((from - wait) / gap);
        return wait > from ? wait : from;
    }
}
