using Failfast.Contract;
using Failfast.Machine;
using Failfast.Storage;

namespace Failfast.Simulation;

/// <summary>
/// Checks probes. An activation keeps to its own budget, including the leases of an activation that died before it was created, if it
/// knows of their break: from a host's snapshot of that break or of the half-open state, or from a half-open row. Two activations that
/// are alive at once have a budget each.
/// </summary>
internal sealed partial class Oracle
{
    private readonly Dictionary<(int Breaker, long Generation, long Number), Lease> _leases = [];
    private readonly Dictionary<int, List<Lease>> _running = [];
    private readonly ProbeRules _probeRules = new(world);

    // The generation of a half-open row that an activation has read, and how many leases had been granted then. Storage may have shown it an
    // older row before.
    private readonly Dictionary<Activation, (long Generation, int Leases)> _halfOpenRows = [];

    private readonly Dictionary<int, CallCounts> _dead = [];

    // If operators change the budget, a successor may know only the older one: it keeps to its own.
    private readonly HashSet<int> _budgetChanges = [];

    /// <param name="By">The activation that granted it.</param>
    /// <param name="Number">The order of granting, over all activations.</param>
    /// <param name="Generation">The generation it was granted in.</param>
    /// <param name="Deadline">By the settings in force, whatever the lease itself says.</param>
    /// <param name="Budget">By the settings in force.</param>
    private sealed record Lease(Activation By, int Number, long Generation, TimeSpan Deadline, int Budget);

    public void Granted(Activation grain, SimHost to, GrantedProbe lease)
    {
        var (settings, key) = (grain.Coordinator.Settings, Key(grain.Breaker, lease));
        if (!_leases.ContainsKey(key))
            _probeRules.Granted(grain, to);
        // The same lease again: it was renewed, or had been lost on its way.
        _leases[key] = _leases.TryGetValue(key, out var known)
            ? known with { Deadline = world.Schedule.Now + lease.EndsIn }
            : new(grain, _leases.Count, lease.Generation, world.Schedule.Now + ProbeLeases.Length(settings, world.Timings), settings.HalfOpenPermits);
        world.History.Note(What.Granted, grain, lease.Generation, lease.Number, to);
    }

    public void Read(Activation grain, BreakerRecord record)
    {
        if (record.State == BreakerState.HalfOpen && _halfOpenRows.GetValueOrDefault(grain).Generation != record.Generation)
            _halfOpenRows[grain] = (record.Generation, _leases.Count);
    }

    public void ProbeBegins(GuardedBreaker host, GrantedProbe lease)
    {
        var fresh = _leases[Key(host.Number, lease)];
        world.History.Note(What.ProbeBegins, host, lease.Generation, lease.Number, fresh.By);
        var running = Running(host.Number);
        running.Add(fresh);
        var now = world.Schedule.Now;
        if (now >= fresh.Deadline)
            world.Violate($"{host}: a probe began {(now - fresh.Deadline).TotalMilliseconds} ms after its lease had ended");
        var counted = running.Where(one => one.Deadline > now && Counts(one, fresh)).ToList();
        // All the others were granted when the last of them was.
        var budget = counted.Count == 0 ? 0 : counted.MaxBy(one => one.Number)!.Budget;
        if (counted.Count > budget)
            world.Violate($"{host}: {counted.Count} probes run, the last of generation {fresh.Generation}, {budget} are allowed");
    }

    public void ProbeEnds(GuardedBreaker host, GrantedProbe lease)
    {
        world.History.Note(What.ProbeEnds, host, lease.Generation, lease.Number);
        var number = _leases[Key(host.Number, lease)].Number;
        Running(host.Number).RemoveAll(one => one.Number == number);
    }

    /// <summary>Only the activation that granted a lease may act on its end, and only in the lease's generation.</summary>
    public void ProbeReported(Activation grain, MachineState before, long commandRevision, ProbeReport report)
    {
        var after = grain.Coordinator.State;
        _probeRules.Ended(grain, before, report);
        var by = _leases[(grain.Breaker, report.Generation, report.Number)].By;
        var isForeign = by != grain;
        if (!isForeign && report.Generation == before.Generation)
            return;
        // A late success undoes what its own lateness has caused.
        if (!isForeign && report.Outcome == ProbeOutcome.Success && before.Overdue?.Probes.Any(late => late.Number == report.Number) == true)
            return;
        // A lease of an older generation becomes free, and nothing else changes.
        var learned = report.Remembered is { } shown && (shown.Generation > before.Generation || shown.CommandRevision > commandRevision);
        // An activation that learns of another half-open one treats all its own leases as granted again.
        var kept = before.Probes.Count(lease => (isForeign || lease.Number != report.Number) && lease.Deadline > grain.Now + Tick);
        var taken = after.Probes.Length < kept;
        if (!learned && (after.Generation != before.Generation || taken))
            world.Violate($"{grain}: {before.State} {before.Generation} acted on a probe of {by}, generation {report.Generation}");
    }

    /// <summary>No host can end a probe that was not granted to it.</summary>
    public void LieChangedNothing(Activation grain, MachineState before)
    {
        var after = grain.Coordinator.State;
        if (after.Generation != before.Generation || after.ProbeSuccesses != before.ProbeSuccesses
            || before.Probes.Any(lease => lease.Deadline > grain.Now + Tick && !after.Probes.Contains(lease)))
            world.Violate($"{grain}: {before.State} {before.Generation} acted on a probe that was never granted");
    }

    public void HostGone(SimHost host)
    {
        // Its probes end with it; the grain finds out by their deadlines.
        world.History.Note(What.Down, host);
        foreach (var breaker in host.Breakers)
        {
            breaker.Abandon();
            _dead[breaker.Number] = MadeByTheDead(breaker.Number).Then(breaker.Made);
        }
    }

    public CallCounts MadeByTheDead(int breaker) => _dead.GetValueOrDefault(breaker);

    // An activation's own leases count in every generation; those of a dead one only in the generation that its successor knows of.
    private bool Counts(Lease one, Lease fresh) =>
        one.By == fresh.By || (!_budgetChanges.Contains(fresh.By.Breaker) && one.Generation == fresh.Generation && one.By.Died is { } end && end <= fresh.By.Born
            && (fresh.By.Adopted >= one.Generation - 1 || (_halfOpenRows.TryGetValue(fresh.By, out var row) && row.Generation == one.Generation && fresh.Number >= row.Leases)));

    // Not the lease itself: the host's copy differs in EndsIn.
    private static (int Breaker, long Generation, long Number) Key(int breaker, GrantedProbe lease) =>
        (breaker, lease.Generation, lease.Number);

    private List<Lease> Running(int breaker) =>
        _running.TryGetValue(breaker, out var running) ? running : _running[breaker] = [];
}
