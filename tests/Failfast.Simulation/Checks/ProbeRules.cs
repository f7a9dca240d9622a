using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// The rules for the ends of probes, checked on each activation from what it was told: probes that were given up add up to a failure, a
/// late success undoes what its lateness caused, and after a failed probe other hosts come first.
/// </summary>
internal sealed class ProbeRules(World world)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<Activation, Memory> _memories = [];

    private sealed class Memory
    {
        /// <summary>How long probes in a row were given up, in this generation.</summary>
        public (long Generation, TimeSpan Lasted) GivenUp;

        /// <summary>Overdue probes by number, each with the generation that it opened.</summary>
        public readonly Dictionary<long, long> Overdue = [];

        /// <summary>The hosts whose probes failed or were given up, to which others are preferred until then.</summary>
        public readonly HashSet<Guid> Failed = [];

        /// <summary>The same, and those whose probes have succeeded since.</summary>
        public readonly HashSet<Guid> EverFailed = [];

        public TimeSpan PreferOthersUntil;
    }

    /// <summary>The activation has taken over a state, or has closed: which probes failed before that no longer matters.</summary>
    public void Forget(Activation grain) => _memories.Remove(grain);

    public void Granted(Activation grain, SimHost to)
    {
        if (!_memories.TryGetValue(grain, out var memory) || !memory.Failed.Contains(to.Id) || grain.Now >= memory.PreferOthersUntil - Tick)
            return;
        if (grain.Coordinator.Hosts.HasOther([.. memory.EverFailed], grain.Now - grain.Coordinator.Settings.SamplingDuration))
            world.Violate($"{grain}: granted {to} a probe just after one of its own had failed, while other hosts were there");
    }

    public void Ended(Activation grain, MachineState before, ProbeReport report)
    {
        var after = grain.Coordinator.State;
        if (!grain.Coordinator.Settings.Enabled)
            return;
        if (!_memories.TryGetValue(grain, out var memory))
            _memories[grain] = memory = new();
        if (report.Generation == before.Generation && before.State == BreakerState.HalfOpen)
        {
            if (before.Probes.Any(lease => (lease.Number, lease.Host) == (report.Number, report.Host) && lease.Deadline > grain.Now + Tick))
                EndedInTime(grain, after, report, memory);
        }
        else if (report.Outcome == ProbeOutcome.Failure)
        {
            memory.Overdue.Clear();
        }
        else if (report.Outcome == ProbeOutcome.Success)
        {
            memory.Failed.Remove(report.Host);
            if (memory.Overdue.TryGetValue(report.Number, out var opened)
                && before.State == BreakerState.Open && before.Generation == opened && after.Generation == opened)
                world.Violate($"{grain}: a late success did not undo the opening that its lateness had caused");
        }
    }

    private void EndedInTime(Activation grain, MachineState after, ProbeReport report, Memory memory)
    {
        var lasted = report.Outcome != ProbeOutcome.GivenUp ? TimeSpan.Zero
            : report.Lasted + (memory.GivenUp.Generation == report.Generation ? memory.GivenUp.Lasted : TimeSpan.Zero);
        memory.GivenUp = (report.Generation, lasted);
        if (lasted > Bounds.GivenUpInAll && after.Generation == report.Generation)
            world.Violate($"{grain}: probes were given up for {lasted.TotalSeconds:0.0} s in a row, and it is still half-open");
        if (report.Outcome == ProbeOutcome.Overdue && after.State == BreakerState.Open)
            memory.Overdue[report.Number] = after.Generation;
        if (report.Outcome is ProbeOutcome.Success)
            memory.Failed.Remove(report.Host);
        if (report.Outcome is not (ProbeOutcome.Failure or ProbeOutcome.Overdue or ProbeOutcome.GivenUp))
            return;
        memory.Failed.Add(report.Host);
        memory.EverFailed.Add(report.Host);
        memory.PreferOthersUntil = (after.State == BreakerState.Open ? after.OpenUntil : grain.Now) + world.Timings.ReportInterval;
    }
}
