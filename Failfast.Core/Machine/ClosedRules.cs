using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Closed: count, and open when a rule holds and no active host can object.</summary>
internal static class ClosedRules
{
    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment) => happened switch
    {
        BreakerEvent.Counted counted => Count(state, counted, moment),
        BreakerEvent.TimePassed passed => Confirm(state, passed.HeardSince, moment),
        // A permit asked for by a host that has not heard of the closing yet: it needs none.
        _ => new(state),
    };

    private static MachineStep Count(MachineState state, BreakerEvent.Counted counted, in Moment moment)
    {
        var longestRun = 0L;
        var urgent = false;
        foreach (var told in counted.Counts)
        {
            // What is older than the window is dropped, not replayed; nor is an instant made of any age a host may tell.
            if (told.Age >= moment.Settings.SamplingDuration)
                continue;
            state = Add(state, counted.Host, told, moment, out var longest);
            longestRun = Math.Max(longestRun, longest);
            urgent |= told.Counts.IsUrgent;
        }

        // A success never trips; but it may be the last answer a pending decision waits for.
        return urgent && state.ConfirmBy is null
            ? Decide(state, TripRules.Judge(state, longestRun, moment), counted.HeardSince, moment)
            : Confirm(state, counted.HeardSince, moment);
    }

    private static MachineState Add(MachineState state, Guid host, in AgedCounts told, in Moment moment, out long longest)
    {
        var at = moment.Now - told.Age;
        var failures = state.Failures.Add(told, moment.Now, moment.Settings.SamplingDuration, out longest, host);
        // It began anew, if a success has cut it, or so much time has passed.
        var isNew = state.Failures.Parts.IsEmpty || failures.Parts.IsEmpty || failures.Parts[0].First > state.Failures.Parts[0].First;
        return state with
        {
            Window = state.Window.Add(at, told.Counts, moment.Now, moment.Settings.SamplingDuration),
            Failures = failures,
            RunReportedAt = isNew ? moment.Now : state.RunReportedAt,
            FailingHosts = told.Counts.IsUrgent ? Remember(state, host, at, moment) : state.FailingHosts,
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
            return new(state.ToOpen(moment, holds.Full(state, moment)));
        return state.ConfirmBy is not null
            ? new(state)
            : new(state with { ConfirmBy = moment.Now + moment.Timings.ConfirmBudget }, RequestReportsSince: holds.HeardSince);
    }
}
