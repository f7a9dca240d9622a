using System.Globalization;
using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>Half-open: probes hold leases that expire, so the state can't get stuck. A probe that fails or is overdue reopens the breaker.</summary>
internal static class HalfOpenRules
{
    // A dependency that has kept probes waiting for this long altogether, without one answer, counts as failing.
    private static readonly TimeSpan LongestGivenUp = TimeSpan.FromSeconds(1);

    public static MachineStep Apply(MachineState state, BreakerEvent happened, in Moment moment)
    {
        state = ProbeLeases.Expire(state, moment.Now);
        return happened switch
        {
            BreakerEvent.ProbeRequested requested => Grant(state, requested, moment),
            BreakerEvent.ProbeRenewed renewed => Renew(state, renewed, moment),
            BreakerEvent.ProbeEnded ended => End(state, ended, moment),
            _ => new(state),
        };
    }

    private static MachineStep Grant(MachineState state, BreakerEvent.ProbeRequested requested, in Moment moment)
    {
        // A lease that was lost on its way is granted again, unchanged.
        foreach (var lost in state.Probes)
            if (requested.Known is not null && lost.Host == requested.Host && lost.Generation == state.Generation && !requested.Known.Contains(lost.Number))
                return new(state, Lease: lost);
        if (state.Probes.Length >= moment.Settings.HalfOpenPermits || MustYield(state, requested, moment.Now))
            return new(state);
        var lease = new ProbeLease(state.Generation, state.LastProbeNumber + 1, requested.Host, Deadline(moment));
        return new(state with { LastProbeNumber = lease.Number, Probes = state.Probes.Add(lease) }, Lease: lease);
    }

    /// <summary>Whether the host's last probe has failed, so that other hosts come first for a while.</summary>
    public static bool MustYield(MachineState state, BreakerEvent.ProbeRequested requested, TimeSpan now) =>
        requested.HasBetter && now < state.PreferOthersUntil && state.FailedProbers.Contains(requested.Host);

    private static MachineStep Renew(MachineState state, BreakerEvent.ProbeRenewed renewed, in Moment moment)
    {
        foreach (var lease in state.Probes)
        {
            if ((lease.Number, lease.Host, lease.Generation) != (renewed.Number, renewed.Host, state.Generation) || lease.Number <= 0)
                continue;
            var longer = lease with { Deadline = Deadline(moment) };
            return new(state with { Probes = state.Probes.Replace(lease, longer) }, Lease: longer);
        }

        return new(state);
    }

    private static MachineStep End(MachineState state, BreakerEvent.ProbeEnded ended, in Moment moment)
    {
        if (ProbeLeases.Find(state, ended) is not { } lease)
            return new(state);
        var before = state;
        state = state with { Probes = state.Probes.Remove(lease) };
        switch (ended.Outcome)
        {
            case ProbeOutcome.Failure:
                return new(Reopen(state, ended.Host, "a probe failed", moment));
            case ProbeOutcome.Overdue:
                return new(Reopen(state, ended.Host, $"a probe did not come back within {Seconds(Waited(ended, moment))} s", moment) with
                {
                    Overdue = new(state.Generation, before.Breaks, before.BreakLength, before.ProbeSuccesses, [lease]),
                });
            case ProbeOutcome.GivenUp:
                return GiveUp(state, ended, moment);
            case ProbeOutcome.Success when state.ProbeSuccesses + 1 >= moment.Settings.HalfOpenSuccesses:
                return new(state.ToClosed(moment, "probes succeeded", state.Breaks));
            case ProbeOutcome.Success:
                return new(
                    state with { ProbeSuccesses = state.ProbeSuccesses + 1, GivenUpFor = default, FailedProbers = Without(state, ended.Host), Overdue = null },
                    LeaseFreed: true);
            default:
                return new(state, LeaseFreed: true);
        }
    }

    // A call may have a limit of its own, below that of all probes.
    private static TimeSpan Waited(BreakerEvent.ProbeEnded ended, in Moment moment)
    {
        var limit = ProbeTimes.Limit(moment.Settings);
        return ended.Lasted > TimeSpan.Zero && ended.Lasted < limit ? ended.Lasted : limit;
    }

    private static MachineStep GiveUp(MachineState state, BreakerEvent.ProbeEnded ended, in Moment moment)
    {
        var limit = ProbeTimes.Limit(moment.Settings);
        var lasted = ended.Lasted < TimeSpan.Zero ? TimeSpan.Zero : ended.Lasted > limit ? limit : ended.Lasted;
        var together = state.GivenUpFor + lasted;
        if (together > LongestGivenUp)
            return new(Reopen(state, ended.Host, $"probes were given up by their callers, after {Seconds(together)} s together without an answer", moment));
        return new(
            state with
            {
                GivenUpFor = together,
                FailedProbers = With(state, ended.Host),
                PreferOthersUntil = moment.Now + moment.Timings.ReportInterval,
            },
            LeaseFreed: true);
    }

    private static MachineState Reopen(MachineState state, Guid host, string reason, in Moment moment)
    {
        var open = state.ToOpen(moment, reason);
        return open with { FailedProbers = With(state, host), PreferOthersUntil = open.OpenUntil + moment.Timings.ReportInterval };
    }

    private static System.Collections.Immutable.ImmutableArray<Guid> With(MachineState state, Guid host) =>
        state.FailedProbers.Contains(host) ? state.FailedProbers : state.FailedProbers.Add(host);

    private static System.Collections.Immutable.ImmutableArray<Guid> Without(MachineState state, Guid host) => state.FailedProbers.Remove(host);

    private static TimeSpan Deadline(in Moment moment) => moment.Now + ProbeLeases.Length(moment.Settings, moment.Timings);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
