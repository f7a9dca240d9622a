using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Closed: counts calls, and opens when a rule holds and every active host has been heard.</summary>
internal static class ClosedRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment) => happened switch
    {
        BreakerEvent.Counted counted => Count(state, counted, moment),
        BreakerEvent.TimePassed passed => Confirm(state, passed.HeardSince, moment),
        // A probe request of a host that does not know yet that the breaker has closed.
        _ => new(state),
    };

    private static MachineStep Count(MachineState state, BreakerEvent.Counted counted, in Moment moment)
    {
        var longestRun = 0L;
        var urgent = false;
        foreach (var calls in counted.Counts)
        {
            // Older calls are dropped. This also rejects ages too large to convert into an instant.
            if (calls.Age >= moment.Settings.SamplingDuration)
                continue;
            state = Add(state, counted.Host, calls, moment, out var longest);
            longestRun = Math.Max(longestRun, longest);
            urgent |= calls.Counts.IsUrgent;
        }

        // A success never trips, but it may be the answer that a pending decision waits for.
        return urgent && state.ConfirmBy is null
            ? Decide(state, TripRules.Judge(state, longestRun, moment), counted.HeardSince, moment)
            : Confirm(state, counted.HeardSince, moment);
    }

    private static MachineState Add(MachineState state, Guid host, in AgedCounts calls, in Moment moment, out long longest)
    {
        var at = moment.Now - calls.Age;
        var failures = state.Failures.Add(calls, moment.Now, moment.Settings.SamplingDuration, out longest, host);
        // The run is new if a success or a long gap has ended the one before.
        var isNew = state.Failures.Parts.IsEmpty || failures.Parts.IsEmpty || failures.Parts[0].First > state.Failures.Parts[0].First;
        return state with
        {
            Window = state.Window.Add(at, calls.Counts, moment.Now, moment.Settings.SamplingDuration),
            Failures = failures,
            RunReportedAt = isNew ? moment.Now : state.RunReportedAt,
            FailingHosts = calls.Counts.IsUrgent ? Remember(state, host, at, moment) : state.FailingHosts,
        };
    }

    private static System.Collections.Immutable.ImmutableDictionary<Guid, TimeSpan> Remember(
        MachineState state, Guid host, TimeSpan at, in Moment moment)
    {
        var hosts = state.FailingHosts;
        if (hosts.TryGetValue(host, out var known))
            return at > known ? hosts.SetItem(host, at) : hosts;
        var oldest = moment.Now - moment.Settings.SamplingDuration;
        return hosts.RemoveRange(hosts.Where(entry => entry.Value <= oldest).Select(entry => entry.Key)).Add(host, at);
    }

    private static MachineStep Confirm(MachineState state, TimeSpan heardSince, in Moment moment) =>
        state.ConfirmBy is null ? new(state) : Decide(state, TripRules.Judge(state, state.Run, moment), heardSince, moment);

    private static MachineStep Decide(MachineState state, Trip? trip, TimeSpan heardSince, in Moment moment)
    {
        if (trip is not { } holds)
            return new(state with { ConfirmBy = null });
        if (heardSince >= holds.HeardSince || moment.Now >= state.ConfirmBy)
            return new(state.ToOpen(moment, holds.Full(state, moment)), Judged: state.Window.Total(moment.Now, moment.Settings.SamplingDuration));
        return state.ConfirmBy is not null
            ? new(state)
            : new(state with { ConfirmBy = moment.Now + moment.Timings.ConfirmBudget }, RequestReportsSince: holds.HeardSince);
    }
}
