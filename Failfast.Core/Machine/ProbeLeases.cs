namespace Failfast.Machine;

/// <summary>
/// Permits that are out. A probe may outlast the half-open state it was granted in, and runs on: it takes a place in the budget
/// until it ends or its deadline has passed, whatever becomes of the breaker.
/// </summary>
internal static class ProbeLeases
{
    public static MachineState Expire(MachineState state, TimeSpan now) =>
        state.Probes.Any(lease => lease.Deadline <= now)
            ? state with { Probes = state.Probes.RemoveAll(lease => lease.Deadline <= now) }
            : state;

    /// <summary>The permit that has ended; null if it is not out, or is another host's.</summary>
    public static ProbeLease? Find(MachineState state, BreakerEvent.ProbeEnded ended)
    {
        // A permit granted by an activation before this one has no number here; nobody can end it.
        foreach (var lease in state.Probes)
            if (lease.Number > 0 && (lease.Generation, lease.Number, lease.Host) == (ended.Generation, ended.Number, ended.Host))
                return lease;
        return null;
    }

    /// <summary>A probe of an older generation has ended: its place is free, and how it ended says nothing.</summary>
    public static MachineStep GiveBack(MachineState state, BreakerEvent.ProbeEnded ended) =>
        Find(state, ended) is { } lease
            ? new(state with { Probes = state.Probes.Remove(lease) }, LeaseFreed: state.State == BreakerState.HalfOpen)
            : new(state);

    /// <summary>
    /// How long a lease lasts from when it is granted or renewed: it outlasts the time of its probe by as long as a host may keep it
    /// for a call, and by two report intervals in which the host tells how the probe ended.
    /// </summary>
    public static TimeSpan Length(BreakerSettings settings, ProtocolTimings timings) =>
        ProbeTimes.Limit(settings) + timings.ProbeKept + (timings.ReportInterval * 2);
}
