using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// Probe leases that this host has and no call uses yet. A lease is kept and renewed as long as calls are expected, so that the next
/// call finds it however rare calls are and however far away the grain is.
/// </summary>
internal sealed class ProbePool(HostProtocol protocol, ProtocolTimings timings)
{
    // How long a consumer that was told to go on may take to make its call.
    private static readonly TimeSpan ReservedFor = TimeSpan.FromSeconds(1);

    private readonly List<Kept> _probes = [];

    /// <summary>The numbers of the grain's leases in it.</summary>
    public long[] Numbers => [.. _probes.Select(kept => kept.Probe.ClusterProbe?.Number).OfType<long>()];

    public bool IsEmpty => _probes.Count == 0;

    /// <summary>Keeps a probe for the next call.</summary>
    /// <param name="probe">A probe of the cluster, or of this host alone.</param>
    /// <param name="startBy">The latest start of its call, so that the call can't outlast the lease.</param>
    /// <param name="reserved">Whether a consumer was told to go on with it, so that other consumers may not take it.</param>
    /// <param name="now">Monotonic time.</param>
    public void Add(CallTicket probe, TimeSpan startBy, bool reserved, TimeSpan now) => _probes.Add(
        new(probe, startBy, now + timings.ReportInterval, protocol.LastSnapshot?.Stamp.Incarnation) { ReservedUntil = reserved ? now + ReservedFor : now });

    /// <summary>Until when a probe of this host alone is kept.</summary>
    public static TimeSpan OwnUntil(TimeSpan now) => now + ReservedFor;

    /// <summary>The grain has renewed the lease.</summary>
    public void Renew(GrantedProbe lease, TimeSpan startBy, TimeSpan now)
    {
        if (_probes.Find(kept => kept.Is(lease.Number)) is { } kept)
            (kept.StartBy, kept.RenewAt) = (startBy, now + timings.ReportInterval);
    }

    /// <summary>Whether a lease that is kept must be renewed.</summary>
    public bool MustRenew(TimeSpan now) => _probes.Exists(kept => kept.Probe.ClusterProbe is not null && now >= kept.RenewAt);

    /// <summary>Takes a probe that may still begin.</summary>
    public bool TryTake(TimeSpan now, bool mayBeReserved, out CallTicket probe, out TimeSpan startBy)
    {
        var index = _probes.FindIndex(kept => IsUsable(kept, now) && (mayBeReserved || (now >= kept.ReservedUntil && !kept.IsRecalled)));
        (probe, startBy) = index < 0 ? default : (_probes[index].Probe, _probes[index].StartBy);
        if (index >= 0)
            _probes.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Takes a probe that is of no use here any more, to be returned to the grain.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="isWanted">Whether a call may still come for it.</param>
    /// <param name="probe">The probe.</param>
    public bool TryTakeUseless(TimeSpan now, bool isWanted, out CallTicket probe) =>
        TryRemove(kept => !isWanted || !IsUsable(kept, now) || (kept.IsRecalled && now >= kept.ReservedUntil), out probe);

    /// <summary>The grain wants the lease for a host that would use it sooner: it is returned as soon as no consumer has it reserved.</summary>
    public void Recall(long number)
    {
        if (_probes.Find(kept => kept.Is(number)) is { } kept)
            kept.IsRecalled = true;
    }

    /// <summary>The grain no longer knows the lease: there is nothing to return.</summary>
    public void Drop(long number) => _probes.RemoveAll(kept => kept.Is(number));

    private bool IsUsable(Kept kept, TimeSpan now) =>
        now < kept.StartBy && protocol.IsWorthRunning(kept.Probe) && kept.Incarnation == protocol.LastSnapshot?.Stamp.Incarnation;

    private bool TryRemove(Predicate<Kept> which, out CallTicket probe)
    {
        var index = _probes.FindIndex(which);
        probe = index < 0 ? default : _probes[index].Probe;
        if (index >= 0)
            _probes.RemoveAt(index);
        return index >= 0;
    }

    private sealed class Kept(CallTicket probe, TimeSpan startBy, TimeSpan renewAt, long? incarnation)
    {
        public CallTicket Probe => probe;

        public long? Incarnation => incarnation;

        public TimeSpan StartBy { get; set; } = startBy;

        public TimeSpan RenewAt { get; set; } = renewAt;

        public TimeSpan ReservedUntil { get; init; }

        public bool IsRecalled { get; set; }

        public bool Is(long number) => probe.ClusterProbe?.Number == number;
    }
}
