namespace Failfast.Protocol;

/// <summary>
/// Probes that this host may run and that nobody runs yet. Each waits a while for a call; other hosts wait for it meanwhile, so
/// it is given back when none comes. One caller at a time.
/// </summary>
internal sealed class KeptProbes(ProtocolTimings timings)
{
    // As long as somebody who was told that he may call needs to do so.
    private static readonly TimeSpan LongestPromise = TimeSpan.FromSeconds(1);

    private readonly Queue<Kept> _probes = [];

    /// <summary>For one who has waited, was told that he may call, and is about to.</summary>
    public void Promise(CallTicket probe, TimeSpan now) => Put(probe, isPromised: true, now, LongestPromise);

    /// <summary>
    /// For the next to call or to wait: whoever asked for it could not wait. Kept longer, as calls may be rare, but never until
    /// the host falls asleep.
    /// </summary>
    public void Spare(CallTicket probe, TimeSpan now) => Put(probe, isPromised: false, now, timings.LeaseDuration / 2);

    /// <summary>A probe that may still run. Those that may not are left to be given back.</summary>
    public bool TryTake(HostProtocol protocol, TimeSpan now, bool mayBePromised, out CallTicket probe)
    {
        for (var left = _probes.Count; left > 0 && _probes.TryDequeue(out var kept); left--)
        {
            probe = kept.At(now);
            var isWorthRunning = now < kept.Until && protocol.IsWorthRunning(probe);
            if (isWorthRunning && (mayBePromised || !kept.IsPromised))
                return true;
            _probes.Enqueue(isWorthRunning ? kept : kept with { Until = now });
        }

        probe = default;
        return false;
    }

    /// <summary>A probe that nobody came for in time, to be given back.</summary>
    public bool TryTakeExpired(TimeSpan now, out CallTicket probe)
    {
        for (var left = _probes.Count; left > 0 && _probes.TryDequeue(out var kept); left--)
        {
            probe = kept.At(now);
            if (now >= kept.Until)
                return true;
            _probes.Enqueue(kept);
        }

        probe = default;
        return false;
    }

    // Half of its own time is left for the call itself.
    private void Put(CallTicket probe, bool isPromised, TimeSpan now, TimeSpan longest)
    {
        var half = probe.Permit?.EndsIn / 2 ?? longest;
        _probes.Enqueue(new(probe, isPromised, now, now + (half < longest ? half : longest)));
    }

    private readonly record struct Kept(CallTicket Probe, bool IsPromised, TimeSpan Since, TimeSpan Until)
    {
        // The permit's time runs while it is kept.
        public CallTicket At(TimeSpan now) => Probe with { Permit = Probe.Permit is { } permit ? permit with { EndsIn = permit.EndsIn - (now - Since) } : null };
    }
}
