using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// The counts that a host still has to deliver to the grain: calls not yet sent, the batch that is sent but not acknowledged, and, for a
/// new incarnation, the whole window.
/// </summary>
/// <param name="lastSequence">Sequences start above this, so that none repeats one of an earlier session in the same process.</param>
internal sealed class HostLedger(long lastSequence = 0)
{
    private RollingWindow _whole = RollingWindow.Empty;
    private RollingWindow _owed = RollingWindow.Empty;
    private RollingWindow _sent = RollingWindow.Empty;
    private long _sequence = lastSequence;

    /// <summary>Whether counts that could open the breaker are not sent yet.</summary>
    public bool IsUrgent { get; private set; }

    /// <summary>Whether there are counts that are not sent yet.</summary>
    public bool HasMore => !_owed.IsEmpty;

    public bool IsEmpty => _owed.IsEmpty && _sent.IsEmpty;

    public void Add(CallCounts counts, TimeSpan now, TimeSpan window)
    {
        _whole = _whole.Add(now, counts, now, window);
        _owed = _owed.Add(now, counts, now, window);
        IsUrgent |= counts.IsUrgent;
    }

    /// <summary>The counts to send, and their sequence. A batch that was not acknowledged is sent again unchanged.</summary>
    public (long Sequence, AgedCounts[] Counts) Send(TimeSpan now, TimeSpan window)
    {
        // Counts older than the window are dropped; their sequence is not used again.
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

    /// <summary>A new incarnation has none of this host's counts: the whole window must be sent.</summary>
    public void OweEverything(TimeSpan now, TimeSpan window)
    {
        _sent = RollingWindow.Empty;
        _owed = _whole = _whole.Trim(now, window);
        IsUrgent = !_owed.IsEmpty;
    }

    /// <summary>A new generation has begun: counts of the old one no longer matter.</summary>
    public void Clear()
    {
        _whole = _owed = _sent = RollingWindow.Empty;
        IsUrgent = false;
    }
}
