using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>The calls that began under one ticket. Their successes are counted here and drained by turns.</summary>
/// <param name="ticket">Their ticket.</param>
/// <param name="meter">Told of what is drained; null for calls that are not drained.</param>
internal sealed class CallGroup(CallTicket ticket, BreakerMeter? meter = null)
{
    private long _drained;
    private volatile bool _isLeft;

    public CallTicket Ticket { get; } = ticket;

    public bool IsProbe { get; } = ticket.IsProbe;

    public StripedCounter Successes { get; } = new();

    /// <summary>Turns no longer drain it: a call that ends now counts itself.</summary>
    public bool IsLeft { get => _isLeft; set => _isLeft = value; }

    /// <summary>The successes since the last call of this; not for concurrent use.</summary>
    public long Drain()
    {
        var count = Successes.Read();
        var fresh = count - _drained;
        _drained = count;
        if (fresh > 0)
            meter?.Succeeded(fresh);
        return fresh;
    }
}
