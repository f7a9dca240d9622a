using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// What a host owes the grain: calls since the last acknowledged report, the report under way, and, for an incarnation
/// that knows nothing, everything in the window.
/// </summary>
/// <param name="lastSequence">No later report has a number as low: the grain knows those of a predecessor in the same process.</param>
internal sealed class HostLedger(long lastSequence = 0)
{
    private RollingWindow _whole = RollingWindow.Empty;
    private RollingWindow _owed = RollingWindow.Empty;
    private RollingWindow _sent = RollingWindow.Empty;
    private long _sequence = lastSequence;

    /// <summary>Something owed could open the breaker.</summary>
    public bool IsUrgent { get; private set; }

    /// <summary>There is more than what was sent last.</summary>
    public bool HasMore => !_owed.IsEmpty;

    public bool IsEmpty => _owed.IsEmpty && _sent.IsEmpty;

    public void Add(CallCounts counts, TimeSpan now, TimeSpan window)
    {
        _whole = _whole.Add(now, counts, now, window);
        _owed = _owed.Add(now, counts, now, window);
        IsUrgent |= counts.IsUrgent;
    }

    /// <summary>The counts to send, and their number. What was not acknowledged is sent again as it was.</summary>
    public (long Sequence, AgedCounts[] Counts) Send(TimeSpan now, TimeSpan window)
    {
        // Older than the window is dropped, not replayed; its number is not used again.
        _sent = _sent.Trim(now, window);
        if (_sent.IsEmpty)
        {
            _sent = _owed.Trim(now, window);
            _owed = RollingWindow.Empty;
            IsUrgent = false;
            if (!_sent.IsEmpty)
                _sequence++;
        }

        return (_sequence, _sent.Aged(now));
    }

    public void Acknowledge(long sequence)
    {
        if (sequence == _sequence)
            _sent = RollingWindow.Empty;
    }

    /// <summary>An incarnation that has counted nothing of ours gets the whole window.</summary>
    public void OweEverything(TimeSpan now, TimeSpan window)
    {
        _sent = RollingWindow.Empty;
        _owed = _whole = _whole.Trim(now, window);
        IsUrgent = !_owed.IsEmpty;
    }

    /// <summary>A new generation has begun: what was counted in the old one changes nothing any more.</summary>
    public void Clear()
    {
        _whole = _owed = _sent = RollingWindow.Empty;
        IsUrgent = false;
    }
}
