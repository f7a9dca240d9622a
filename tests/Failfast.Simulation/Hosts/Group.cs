using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Calls under one ticket; their successes are counted without a turn and drained at the next.</summary>
internal sealed class Group(CallTicket ticket)
{
    public CallTicket Ticket { get; } = ticket;

    public long Successes { get; set; }

    /// <summary>Turns no longer drain it.</summary>
    public bool IsLeft { get; set; }

    public long Drain()
    {
        var count = Successes;
        Successes = 0;
        return count;
    }
}
