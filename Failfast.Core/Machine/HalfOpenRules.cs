using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Half-open: permits are leases, so it can't wedge; only a probe that ends in time decides.</summary>
internal static class HalfOpenRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment)
    {
        state = ProbeLeases.Expire(state, moment.Now);
        return happened switch
        {
            BreakerEvent.ProbeRequested requested => Grant(state, requested.Host, moment),
            BreakerEvent.ProbeEnded ended => End(state, ended, moment),
            _ => new(state),
        };
    }

    private static MachineStep Grant(MachineState state, Guid host, in Moment moment)
    {
        if (state.Probes.Length >= moment.Settings.HalfOpenPermits)
            return new(state);
        var lease = new ProbeLease(state.Generation, state.LastProbeNumber + 1, host, moment.Now + ProbeTimes.EffectiveProbeTimeout(moment.Settings));
        return new(state with { LastProbeNumber = lease.Number, Probes = state.Probes.Add(lease) }, Lease: lease);
    }

    private static MachineStep End(MachineState state, BreakerEvent.ProbeEnded ended, in Moment moment)
    {
        if (ProbeLeases.Find(state, ended) is not { } lease)
            return new(state);
        state = state with { Probes = state.Probes.Remove(lease) };
        switch (ended.Outcome)
        {
            case ProbeOutcome.Failure:
                return new(state.ToOpen(moment, "a probe failed"));
            case ProbeOutcome.Success when state.ProbeSuccesses + 1 >= moment.Settings.HalfOpenSuccesses:
                return new(state.ToClosed(moment, "probes succeeded"));
            case ProbeOutcome.Success:
                return new(state with { ProbeSuccesses = state.ProbeSuccesses + 1 }, PermitFreed: true);
            default:
                return new(state, PermitFreed: true);
        }
    }
}
