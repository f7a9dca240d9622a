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

    /// <summary>A probe that may still run. Those that may not are left to be given back.</summary>
    public bool TryTake(HostProtocol protocol, TimeSpan now, out CallTicket probe)
    {
        for (var left = _probes.Count; left > 0 && _probes.TryDequeue(out var kept); left--)
        {
            probe = kept.Ticket;
            if (now < kept.Until && protocol.IsWorthRunning(probe))
                return true;
            _probes.Enqueue((kept.Ticket, now));
        }

        probe = default;
        return false;
    }

    /// <summary>A probe that nobody came for in time, to be given back.</summary>
    public bool TryTakeExpired(TimeSpan now, out CallTicket probe)
    {
        for (var left = _probes.Count; left > 0 && _probes.TryDequeue(out var kept); left--)
        {
            probe = kept.Ticket;
            if (now >= kept.Until)
                return true;
            _probes.Enqueue(kept);
        }

        probe = default;
        return false;
    }
}
