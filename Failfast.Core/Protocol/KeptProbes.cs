using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// Probes that this host may run and that nobody runs yet. Each waits a moment for a call, and other hosts wait for it meanwhile:
/// when none comes it is given back. While somebody has asked lately another is asked for after a pause, in which other hosts have
/// their chance: callers who come seldom, and can't wait, would never find one. One caller at a time.
/// </summary>
internal sealed class KeptProbes(HostProtocol protocol, ProtocolTimings timings)
{
    // As long as somebody who was told that he may call needs to do so.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<Kept> _probes = [];
    private TimeSpan _wantedUntil;
    private TimeSpan _renewAt = TimeSpan.MaxValue;

    public bool IsEmpty => _probes.Count == 0;

    /// <summary>Somebody asks for a probe.</summary>
    public void Want(TimeSpan now) => _wantedUntil = now + timings.SubscriptionDuration;

    /// <summary>Whether to ask for another probe now, in place of one that nobody came for.</summary>
    public bool MustRenew(TimeSpan now)
    {
        if (now < _renewAt)
            return false;
        _renewAt = TimeSpan.MaxValue;
        return now < _wantedUntil && protocol.AsksAgain(now);
    }

    /// <summary>Keeps a probe for the next who calls.</summary>
    /// <param name="probe">Of the grain, or of this host alone.</param>
    /// <param name="isPromised">Somebody was told that he may call: it is not for others who wait to be told so.</param>
    /// <param name="now">Monotonic time.</param>
    public void Put(CallTicket probe, bool isPromised, TimeSpan now)
    {
        // Half of its own time is left for the call itself.
        var half = (probe.Permit?.EndsIn ?? ProbeTimes.EffectiveProbeTimeout(protocol.Settings)) / 2;
        _probes.Enqueue(new(probe, isPromised, protocol.Heard?.Stamp.Incarnation, now, now + (half < Longest ? half : Longest)));
    }

    /// <summary>A probe that may still run. Those that may not are left to be given back.</summary>
    public bool TryTake(TimeSpan now, bool mayBePromised, out CallTicket probe)
    {
        for (var left = _probes.Count; left > 0 && _probes.TryDequeue(out var kept); left--)
        {
            probe = kept.At(now);
            var isWorthRunning = now < kept.Until && protocol.IsWorthRunning(probe) && kept.Incarnation == protocol.Heard?.Stamp.Incarnation;
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
            {
                _renewAt = now + Pause;
                return true;
            }

            _probes.Enqueue(kept);
        }

        probe = default;
        return false;
    }

    private readonly record struct Kept(CallTicket Probe, bool IsPromised, long? Incarnation, TimeSpan Since, TimeSpan Until)
    {
        // The permit's time runs while it is kept.
        public CallTicket At(TimeSpan now) =>
            Probe.Permit is { } permit ? Probe with { Permit = permit with { EndsIn = permit.EndsIn - (now - Since) } } : Probe;
    }
}
