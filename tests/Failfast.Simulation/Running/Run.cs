namespace Failfast.Simulation;

/// <summary>One seed, from its first call to rest.</summary>
internal sealed class Run
{
    public const int DefaultSteps = 3_000;

    private const int MostAtOnce = 10_000;

    private readonly World _world;
    private readonly FaultPlan _faults;

    private Run(ulong seed, long steps, Scenario? scenario, IReadOnlySet<int>? left, bool keepsLines, Action<World>? promise)
    {
        var schedule = new Schedule();
        SynchronizationContext.SetSynchronizationContext(new ScheduleContext(schedule));
        _world = new World(schedule, seed, scenario ?? Scenario.Of(seed), keepsLines);
        _world.History.Note(What.Begins, "seed", (long)seed, steps, _world.Scenario);
        promise?.Invoke(_world);
        _faults = new FaultPlan(_world, left ?? new HashSet<int>());
        _faults.Begin();
        try
        {
            Advance(() => _world.Schedule.Steps >= steps * _world.Scenario.Stretch, TimeSpan.MaxValue);
            Heal();
        }
        catch (Exception error)
        {
            _world.Violate($"threw {error}");
        }
    }

    /// <param name="seed">Determines the run.</param>
    /// <param name="steps">The steps, times the scenario's stretch, after which the faults end.</param>
    /// <param name="scenario">Replaces the seed's own.</param>
    /// <param name="left">The faults to leave out.</param>
    /// <param name="keepsLines">Whether to keep the history's lines.</param>
    /// <param name="promise">Adds further checks.</param>
    public static Outcome Of(
        ulong seed, long steps = DefaultSteps, Scenario? scenario = null, IReadOnlySet<int>? left = null,
        bool keepsLines = false, Action<World>? promise = null)
    {
        var before = SynchronizationContext.Current;
        var run = new Run(seed, steps, scenario, left, keepsLines, promise);
        SynchronizationContext.SetSynchronizationContext(before);
        return new Outcome(
            run._world.Violation, run._world.History.Hash, run._world.Schedule.Steps, run._world.Schedule.Now,
            run._faults.Happened, run._world.History.Lines, run._world.Scenario);
    }

    public sealed record Outcome(
        string? Violation, ulong Hash, long Steps, TimeSpan Lasted, IReadOnlyList<int> Faults, IReadOnlyList<string> Lines, Scenario Scenario);

    private bool Advance(Func<bool> isDone, TimeSpan until)
    {
        var (instant, since) = (_world.Schedule.Now, _world.Schedule.Steps);
        while (_world.Violation is null && !isDone())
        {
            if (_world.Schedule.Now >= until || !_world.Schedule.Step())
                return false;
            if (_world.Schedule.Now != instant)
                (instant, since) = (_world.Schedule.Now, _world.Schedule.Steps);
            else if (_world.Schedule.Steps - since > MostAtOnce)
                _world.Violate("all: busy without end at one instant");
        }

        return _world.Violation is null;
    }

    private void Heal()
    {
        if (_world.Violation is not null)
            return;
        _world.History.Note(What.Heals, "all", _world.Schedule.Steps);
        _world.IsHealed = true;
        _faults.End();
        _world.Zombies.ForEach(_world.KillSilo);
        _world.Ghosts.ForEach(ghost => ghost.Silence());
        _world.Network.Heal();
        _world.Storage.Heal();
        _world.Dependency.Heal();
        foreach (var node in _world.Hosts.Concat<SimNode>(_world.Silos).ToList())
            node.Resume();
        _world.CallEvery = Math.Min(_world.Scenario.CallEvery, 100);
        _world.WakeAll();
        new Rest(_world, Advance).Check();
    }
}
