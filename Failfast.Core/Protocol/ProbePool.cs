using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>
/// Probes that this host may run and that nobody runs yet. A lease is kept, and renewed, for as long as calls are to be expected, so
/// that the next one finds it however seldom calls come and however far the grain is.
/// </summary>
internal sealed class ProbePool(HostProtocol protocol, ProtocolTimings timings)
{
    // As long as a consumer who was told to go on needs to make its call.
    private static readonly TimeSpan ReservedFor = TimeSpan.FromSeconds(1);

    private readonly List<Kept> _probes = [];

    /// <summary>Numbers of the cluster's leases in it.</summary>
    public long[] Numbers => [.. _probes.Select(kept => kept.Probe.ClusterProbe?.Number).OfType<long>()];

    public bool IsEmpty => _probes.Count == 0;

    /// <summary>Keeps a probe for the next call.</summary>
    /// <param name="probe">Of the grain, or of this host alone.</param>
    /// <param name="startBy">No call may begin with it later: it could end after its lease.</param>
    /// <param name="reserved">A consumer was told to go on: it is not for other consumers.</param>
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

    /// <summary>It is time to renew what is kept.</summary>
    public bool MustRenew(TimeSpan now) => _probes.Exists(kept => kept.Probe.ClusterProbe is not null && now >= kept.RenewAt);

    /// <summary>A probe that may still begin.</summary>
    public bool TryTake(TimeSpan now, bool mayBeReserved, out CallTicket probe, out TimeSpan startBy)
    {
        var index = _probes.FindIndex(kept => IsUsable(kept, now) && (mayBeReserved || (now >= kept.ReservedUntil && !kept.IsRecalled)));
        (probe, startBy) = index < 0 ? default : (_probes[index].Probe, _probes[index].StartBy);
        if (index >= 0)
            _probes.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>A probe that is of no use here any more, to be given back.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="isWanted">A call may still come for it.</param>
    /// <param name="probe">To be given back.</param>
    public bool TryTakeUseless(TimeSpan now, bool isWanted, out CallTicket probe) =>
        TryRemove(kept => !isWanted || !IsUsable(kept, now) || (kept.IsRecalled && now >= kept.ReservedUntil), out probe);

    /// <summary>The grain wants the lease back for somebody who would use it sooner: it goes as soon as nobody has it reserved.</summary>
    public void Recall(long number)
    {
        if (_probes.Find(kept => kept.Is(number)) is { } kept)
            kept.IsRecalled = true;
    }

    /// <summary>The grain does not know the lease any more: there is nothing to give back.</summary>
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
