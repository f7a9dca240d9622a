using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>What becomes of a host's own machine when the host loses touch with the grain, and when it is back in touch.</summary>
internal static class OwnBreak
{
    /// <summary>The host is alone: it continues the cluster's break to its end, then sends probes of its own.</summary>
    /// <param name="own">The own machine.</param>
    /// <param name="last">The last snapshot.</param>
    /// <param name="openUntil">The end of its break or isolation, in the host's time.</param>
    /// <param name="now">The host's time.</param>
    public static MachineState Continue(MachineState own, GrainSnapshot? last, TimeSpan openUntil, TimeSpan now) =>
        last is null || !(last.State == BreakerState.HalfOpen || Recall.HasEnd(last)) ? own : new MachineState
        {
            State = BreakerState.Open,
            Generation = own.Generation + 1,
            Reason = last.Reason,
            Breaks = last.Breaks,
            BreakLength = last.BreakLength,
            OpenUntil = Recall.HasEnd(last) ? openUntil : now,
        };

    /// <summary>The host is back in touch: where the cluster is closed, by what all hosts know, it may probe at once.</summary>
    public static MachineState End(MachineState own, GrainSnapshot heard, TimeSpan now) =>
        heard.State == BreakerState.Closed && own.State == BreakerState.Open && now < own.OpenUntil ? own with { OpenUntil = now } : own;
}
