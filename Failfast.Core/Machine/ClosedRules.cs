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
        foreach (var (age, counts) in counted.Counts)
        {
            // What is older than the window is dropped, not replayed; nor is an instant made of any age a host may tell.
            if (age >= moment.Settings.SamplingDuration)
                continue;
            var at = moment.Now - age;
            // Calls that begin with a success have no part in the run before them.
            var continued = IsBefore(state, at, counts, moment) || (counts.LeadingRun == 0 && counts.Successes > 0) ? 0 : state.Run + counts.LeadingRun;
            longestRun = Math.Max(longestRun, Math.Max(continued, counts.LongestRun));
            urgent |= counts.IsUrgent;
            state = Add(state, counted.Host, at, counts, moment);
        }

        // A success never trips; but it may be the last answer a pending decision waits for.
        return urgent && state.ConfirmBy is null
            ? Decide(state, TripRules.Judge(state, longestRun, moment), counted.HeardSince, moment)
            : Confirm(state, counted.HeardSince, moment);
    }

    private static MachineState Add(MachineState state, Guid host, TimeSpan at, CallCounts counts, in Moment moment)
    {
        var before = IsBefore(state, at, counts, moment);
        var broken = counts.Successes > 0 && !before;
        var run = before ? state.Run : Math.Min(CallCounts.Limit, broken ? counts.TrailingRun : state.Run + counts.Failures);
        return state with
        {
            RunBegan = before ? state.RunBegan : broken || state.Run == 0 || at < state.RunBegan ? at : state.RunBegan,
            Window = state.Window.Add(at, counts, moment.Now, moment.Settings.SamplingDuration),
            Run = run,
            // When it was heard of: a batch tells the age of its first call, not of its first failure. A run that has ended
            // within the batch is judged too.
            RunStarted = broken || (state.Run == 0 && !before) ? moment.Now : state.RunStarted,
            FailingHosts = counts.IsUrgent ? Remember(state, host, at, moment) : state.FailingHosts,
        };
    }

    // A bucket with successes that was over when the run began, told by a host that sends its window again: it ends no run.
    private static bool IsBefore(MachineState state, TimeSpan at, CallCounts counts, in Moment moment) =>
        state.Run > 0 && counts.Successes > 0 && at + RollingWindow.Width(moment.Settings.SamplingDuration) <= state.RunBegan;

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
            : new(state with { ConfirmBy = moment.Now + moment.Timings.ConfirmBudget }, AskSince: holds.HeardSince);
    }
}
