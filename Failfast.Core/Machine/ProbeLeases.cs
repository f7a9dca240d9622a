namespace Failfast.Machine;

/// <summary>
/// The granted probe leases. A probe may outlast the half-open state it was granted in: its lease counts against the budget until it
/// ends or expires, whatever state the breaker is in.
/// </summary>
internal static class ProbeLeases
{
    public static MachineState Expire(MachineState state, TimeSpan now) =>
        state.Probes.Any(lease => lease.Deadline <= now)
            ? state with { Probes = state.Probes.RemoveAll(lease => lease.Deadline <= now) }
            : state;

    /// <summary>The lease of a probe that has ended; null if it is not granted, or belongs to another host.</summary>
    public static ProbeLease? Find(MachineState state, BreakerEvent.ProbeEnded ended)
    {
        // A lease granted by an earlier activation has no number here: it can only expire.
        foreach (var lease in state.Probes)
            if (lease.Number > 0 && (lease.Generation, lease.Number, lease.Host) == (ended.Generation, ended.Number, ended.Host))
                return lease;
        return null;
    }

    /// <summary>A probe of an older generation has ended: its lease is free, and its outcome is ignored.</summary>
    public static MachineStep GiveBack(MachineState state, BreakerEvent.ProbeEnded ended) =>
        Find(state, ended) is { } lease
            ? new(state with { Probes = state.Probes.Remove(lease) }, LeaseFreed: state.State == BreakerState.HalfOpen)
            : new(state);

    /// <summary>
    /// The lifetime of a lease from its grant or renewal: the time a probe may take, the time for which a host may keep the lease for
    /// a call, and two report intervals to report how the probe ended.
    /// </summary>
    public static TimeSpan Length(BreakerSettings settings, ProtocolTimings timings) =>
        ProbeTimes.Limit(settings) + timings.ProbeKept + (timings.ReportInterval * 2);
}
