using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>When calls of a breaker arrive at this host, to predict the next one: the host whose call comes first should probe.</summary>
internal sealed class Arrivals(ProtocolTimings timings)
{
    // After so many calls in a row that were cancelled before they began, no call of this host can be expected to probe.
    private const int AllCancelled = 6;

    // Tolerance for calls that arrive later than predicted.
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

    /// <summary>A consumer is waiting and will call at the first opportunity.</summary>
    public void AddWaiting(TimeSpan now) => (_last, _gap, _gapBefore, _isRegular) = (now, default, default, true);

    /// <summary>A call arrived that its caller had cancelled already.</summary>
    public void AddCancelled() => _cancelled++;

    /// <summary>Whether more calls are expected: the last one came within a subscription and a quarter.</summary>
    public bool AreExpected(TimeSpan now) => _cancelled < AllCancelled && now - _last < timings.SubscriptionDuration * 1.25;

    /// <summary>
    /// The time until the next call, predicted from the last two gaps; long if only one call was seen. A call that is overdue by some
    /// time is predicted to take as long again.
    /// </summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="from">Calls earlier than this from now are of no use.</param>
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
