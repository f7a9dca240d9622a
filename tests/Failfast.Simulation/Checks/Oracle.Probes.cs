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
        var counted = running.Count(one => one.Deadline > now && Counts(one, fresh));
        if (counted > world.Scenario.Settings.HalfOpenPermits)
            world.Violate($"{host}: {counted} probes run, the last of generation {fresh.Generation}, {world.Scenario.Settings.HalfOpenPermits} are allowed");
    }

    public void ProbeEnds(GuardedBreaker host, ProbePermit permit)
    {
        world.History.Note(What.ProbeEnds, host, permit.Generation, permit.Number);
        Running(host.Number).Remove(_permits[permit]);
    }

    /// <summary>Only the activation that granted a permit, and only in its generation, goes by its end.</summary>
    public void ProbeReported(Activation grain, MachineState before, long words, ProbeReport report, ProbePermit permit)
    {
        var after = grain.Coordinator.State;
        var isForeign = _permits[permit].By != grain;
        if (!isForeign && report.Generation == before.Generation)
            return;
        // Its own permit of an older generation is free again, and that is all.
        var told = report.Remembered is { } shown && (shown.Generation > before.Generation || shown.WordRevision > words);
        var taken = before.Probes.Any(lease => (isForeign || lease.Number != report.Number) && lease.Deadline > grain.Now + TimeSpan.FromMilliseconds(1) && !after.Probes.Contains(lease));
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

    // One's own count whatever their generation; those of the dead in the generation that one knows of.
    private bool Counts(Permit one, Permit fresh) =>
        one.By == fresh.By || (one.Generation == fresh.Generation && one.By.Died is { } end && end <= fresh.By.Born
            && (fresh.By.Adopted >= one.Generation - 1 || _halfOpenRows.GetValueOrDefault(fresh.By, -1) == one.Generation));

    private List<Permit> Running(int breaker) =>
        _running.TryGetValue(breaker, out var running) ? running : _running[breaker] = [];
}
