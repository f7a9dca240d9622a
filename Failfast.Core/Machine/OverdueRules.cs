using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>
/// The ends of probes of an older generation. They change nothing, with one exception: a late success undoes the opening that its own
/// lateness has caused, unless a later probe has ended, another probe of that state has failed or an operator has given a command.
/// </summary>
internal static class OverdueRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent.ProbeEnded ended, in Moment moment)
    {
        if (state.Overdue is not { } overdue || overdue.Generation != ended.Generation || state.State is not (BreakerState.Open or BreakerState.HalfOpen))
            return ProbeLeases.GiveBack(state, ended);
        switch (ended.Outcome)
        {
            case ProbeOutcome.Success when Find(overdue, ended) is { } lease:
                return new(Undo(state with { FailedProbers = state.FailedProbers.Remove(ended.Host) }, overdue with { Probes = overdue.Probes.Remove(lease) }, moment));
            case ProbeOutcome.Overdue when ProbeLeases.Find(state, ended) is { } sibling:
                return ProbeLeases.GiveBack(state with { Overdue = overdue with { Probes = overdue.Probes.Add(sibling) } }, ended);
            case ProbeOutcome.Failure:
                return ProbeLeases.GiveBack(state with { Overdue = null }, ended);
            default:
                return ProbeLeases.GiveBack(state, ended);
        }
    }

    private static MachineState Undo(MachineState state, OverdueProbes overdue, in Moment moment)
    {
        var successes = overdue.Successes + 1;
        if (successes >= moment.Settings.HalfOpenSuccesses)
            return state.ToClosed(moment, "a probe succeeded, late", overdue.Breaks);
        var halfOpen = state.State == BreakerState.HalfOpen ? state : state.To(BreakerState.HalfOpen, "a probe succeeded, late");
        return halfOpen with
        {
            Breaks = overdue.Breaks,
            BreakLength = overdue.BreakLength,
            ProbeSuccesses = successes,
            Overdue = overdue with { Successes = successes },
        };
    }

    private static ProbeLease? Find(OverdueProbes overdue, BreakerEvent.ProbeEnded ended)
    {
        foreach (var lease in overdue.Probes)
            if ((lease.Number, lease.Host) == (ended.Number, ended.Host))
                return lease;
        return null;
    }
}
