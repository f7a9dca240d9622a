namespace Failfast.Host;

/// <summary>Successes, counted by group and told to the protocol in sums.</summary>
internal sealed partial class HostBreaker
{
    private bool Drain(CallGroup group, TimeSpan now)
    {
        if (group.Drain() is not (var count and > 0))
            return false;
        _protocol.Succeeded(group.Ticket, count, now, Random.Shared.NextDouble());
        return true;
    }

    /// <summary>Nobody drains the group any more: its calls that still run count themselves.</summary>
    private bool CountLast(CallGroup group, TimeSpan now)
    {
        group.IsLeft = true;
        // A call that ends now either sees that, or is found here.
        Interlocked.MemoryBarrier();
        return Drain(group, now);
    }

    /// <summary>A call has outlasted the use of its group.</summary>
    private void CountLate(CallGroup group) => Use(group, static (it, late, now) => it.Drain(late, now));
}
