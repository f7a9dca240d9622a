namespace Failfast.Simulation;

/// <summary>A cluster of many hosts whose dependency fails and recovers, over and over; nothing else goes wrong.</summary>
internal sealed class ScaleRun
{
    private const double CallsPerSecond = 10;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly int _trips;
    private long _awaited = -1;
    private int _heard;
    private TimeSpan _since;
    private Phase? _phase;

    public ScaleRun(int hosts, int trips, ulong seed)
    {
        _trips = trips;
        var schedule = new Schedule();
        var scenario = new Scenario { Hosts = hosts, Silos = 3, Breakers = 1, HasStorage = true, CallEvery = 1_000 / CallsPerSecond, Pauses = false };
        _world = new World(schedule, seed, scenario, keepsLines: false) { Traffic = new Traffic(), Listener = Hears };
        _world.Network.LinkDelay = LinkModel.Milliseconds;
        _world.Network.SiloTakes = LinkModel.SiloTakes;
    }

    public Phase Healthy { get; } = new("healthy");

    public Phase Tripping { get; } = new("tripping: the second after the first failure");

    public Phase Open { get; } = new("open");

    public Phase Recovering { get; } = new("recovering: the second after closing");

    /// <summary>From the dependency's fall to the grain's transition, in milliseconds; one per trip.</summary>
    public List<double> Decided { get; } = [];

    public string? Violation => _world.Violation;

    public void Go()
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new ScheduleContext(_world.Schedule));
        Advance(_world.Schedule.Now + (30 * Second));
        for (var trip = 0; trip < _trips && Violation is null; trip++)
        {
            Measure(Healthy, 20 * Second);
            Trip();
            Measure(Open, 2 * Second);
            Recover();
            Advance(_world.Schedule.Now + (15 * Second));
        }

        SynchronizationContext.SetSynchronizationContext(before);
    }

    private Activation Grain => _world.Directory.Living(0).Single();

    private void Trip()
    {
        var (before, began) = (_world.Traffic!.Copy(), _world.Schedule.Now);
        _world.Dependency.Fall(0, failing: 1, hanging: 0);
        Await(Tripping, BreakerState.Open);
        Decided.Add((_since - began).TotalMilliseconds);
        Advance(began + Second);
        Tripping.Carried(before, _world.Traffic, _world.Schedule.Now - began);
        _world.Dependency.Heal();
        Advance(_since + (2 * Second));
    }

    private void Recover()
    {
        var before = Await(Recovering, BreakerState.Closed);
        Advance(_since + Second);
        Recovering.Carried(before, _world.Traffic!, Second);
    }

    // From the grain's transition on, the arrival at every host is timed. Returns the traffic before the transition, which sends the
    // pushes itself.
    private Traffic Await(Phase phase, BreakerState state)
    {
        Traffic before;
        do
            before = _world.Traffic!.Copy();
        while (_world.Violation is null && _world.Schedule.Step() && Grain.Coordinator.State.State != state);
        (_phase, _awaited, _since, _heard) = (phase, Grain.Coordinator.State.Generation, _world.Schedule.Now, 0);
        return before;
    }

    private void Hears(Contract.GrainSnapshot snapshot)
    {
        if (snapshot.Generation != _awaited || _heard == _world.Hosts.Count)
            return;
        _heard++;
        _phase!.Heard(_world.Schedule.Now - _since);
    }

    private void Measure(Phase phase, TimeSpan lasts)
    {
        var before = _world.Traffic!.Copy();
        Advance(_world.Schedule.Now + lasts);
        phase.Carried(before, _world.Traffic, lasts);
    }

    private void Advance(TimeSpan until)
    {
        while (_world.Violation is null && _world.Schedule.Now < until && _world.Schedule.Step())
        {
        }
    }
}
