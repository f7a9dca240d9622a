using Failfast.Contract;
using Failfast.Machine;
using Failfast.Storage;

namespace Failfast.Simulation;

/// <summary>
/// Probes. An activation promises its own budget, and that the permits of one that died before it was born are within it,
/// if it knows of their break: from a host's memory of that break or of the half-open state, or from a half-open row. Two
/// that are alive at once have a budget each.
/// </summary>
internal sealed partial class Oracle
{
    private readonly Dictionary<ProbePermit, Permit> _permits = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<Permit>> _running = [];
    private readonly Dictionary<Activation, long> _halfOpenRows = [];

    private readonly Dictionary<int, CallCounts> _dead = [];

    private sealed record Permit(Activation By, long Generation, TimeSpan Deadline);

    public void Granted(Activation grain, SimHost to, ProbePermit permit)
    {
        _permits[permit] = new(grain, permit.Generation, world.Schedule.Now + permit.EndsIn);
        world.History.Note(What.Granted, grain, permit.Generation, permit.Number, to);
    }

    public void Read(Activation grain, BreakerRecord record)
    {
        if (record.State == BreakerState.HalfOpen)
            _halfOpenRows[grain] = record.Generation;
    }

    public void ProbeBegins(GuardedBreaker host, ProbePermit permit)
    {
        var fresh = _permits[permit];
        world.History.Note(What.ProbeBegins, host, permit.Generation, permit.Number, fresh.By);
        var running = Running(host.Number);
        running.Add(fresh);
        var now = world.Schedule.Now;
        var counted = running.Count(one => one.Deadline > now && one.Generation == fresh.Generation && Counts(one.By, fresh.By, one.Generation));
        if (counted > world.Scenario.Settings.HalfOpenPermits)
            world.Violate($"{host}: {counted} probes run in generation {fresh.Generation}, {world.Scenario.Settings.HalfOpenPermits} are allowed");
    }

    public void ProbeEnds(GuardedBreaker host, ProbePermit permit)
    {
        world.History.Note(What.ProbeEnds, host, permit.Generation, permit.Number);
        Running(host.Number).Remove(_permits[permit]);
    }

    /// <summary>Only the activation that granted a permit, and only in its generation, goes by its end.</summary>
    public void ProbeReported(Activation grain, MachineState before, ProbeReport report, ProbePermit permit)
    {
        var after = grain.Coordinator.State;
        var isForeign = _permits[permit].By != grain;
        if (!isForeign && report.Generation == before.Generation)
            return;
        var told = report.Remembered is { } shown && shown.Generation > before.Generation;
        var taken = before.Probes.Any(lease => lease.Deadline > grain.Now + TimeSpan.FromMilliseconds(1) && !after.Probes.Contains(lease));
        if (!told && (after.Generation != before.Generation || taken))
            world.Violate($"{grain}: {before.State} {before.Generation} went by a probe of {_permits[permit].By}, generation {report.Generation}");
    }

    public void HostGone(SimHost host)
    {
        // Its probes end with it; that nobody hears of it is what deadlines are for.
        world.History.Note(What.Down, host);
        foreach (var breaker in host.Breakers)
        {
            breaker.Abandon();
            _dead[breaker.Number] = MadeByTheDead(breaker.Number).Then(breaker.Counted);
        }
    }

    public CallCounts MadeByTheDead(int breaker) => _dead.GetValueOrDefault(breaker);

    private bool Counts(Activation granter, Activation judge, long generation) =>
        granter == judge || (granter.Died is { } end && end <= judge.Born
            && (judge.Adopted >= generation - 1 || _halfOpenRows.GetValueOrDefault(judge, -1) == generation));

    private List<Permit> Running(int breaker) =>
        _running.TryGetValue(breaker, out var running) ? running : _running[breaker] = [];
}
