using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>
/// Probes that this host may run, kept a moment for a caller that could not wait for one, or has waited and is about to call.
/// One caller at a time.
/// </summary>
internal sealed class KeptProbes
{
    // As long as somebody who was told that he may call needs to do so; other hosts wait for the permit meanwhile.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Queue<(CallTicket Ticket, TimeSpan Until)> _probes = [];

    public void Put(CallTicket probe, TimeSpan now, TimeSpan probeTimeout)
    {
        var left = probe.Permit?.EndsIn ?? probeTimeout;
        _probes.Enqueue((probe, now + (left < Longest ? left : Longest)));
    }

    /// <summary>A probe that may still run.</summary>
    public bool TryTake(HostProtocol protocol, TimeSpan now, out CallTicket probe)
    {
        while (_probes.TryPeek(out var kept) && now < kept.Until)
        {
            _probes.Dequeue();
            probe = kept.Ticket;
            if (protocol.IsWorthRunning(probe))
                return true;
        }

        probe = default;
        return false;
    }

    /// <summary>A probe that nobody came for, to be given back.</summary>
    public bool TryTakeExpired(TimeSpan now, out CallTicket probe)
    {
        var expired = _probes.TryPeek(out var kept) && now >= kept.Until;
        probe = expired ? _probes.Dequeue().Ticket : default;
        return expired;
    }
}
