using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>A cluster, its callers and its faults, in virtual time.</summary>
internal sealed class World
{
    private const int MostWaiters = 5;
    private const double Waits = .1;

    private readonly Prng _dice;
    private int _hosts;
    private int _silos;

    public World(Schedule schedule, ulong seed, Scenario scenario, bool keepsLines)
    {
        Seed = seed;
        Scenario = scenario;
        Pauses = scenario.Pauses;
        _dice = Prng.For(seed, 2);
        Schedule = schedule;
        History = new History(Schedule, keepsLines);
        Network = new Network(this, Prng.For(seed, 3));
        Storage = new SimStorage(this, Prng.For(seed, 4));
        Directory = new GrainDirectory(this, Prng.For(seed, 5));
        Dependency = new Dependency(this);
        Oracle = new Oracle(this);
        Checks = scenario.Promises == RealisticPromises.None ? null : new RealisticChecks(this, scenario.Promises);
        Views = new int[scenario.Hosts];
        GrainIds = [.. Enumerable.Range(0, scenario.Breakers).Select(i => GrainId.Create("failfast.breaker", $"breaker-{i}"))];
        for (var i = 0; i < scenario.Silos; i++)
            StartSilo();
        for (var place = 0; place < scenario.Hosts; place++)
            StartHost(place);
    }

    public ulong Seed { get; }

    public Scenario Scenario { get; }

    public ProtocolTimings Timings { get; } = new();

    public Schedule Schedule { get; }

    public History History { get; }

    public Network Network { get; }

    public SimStorage Storage { get; }

    public GrainDirectory Directory { get; }

    public Dependency Dependency { get; }

    public Oracle Oracle { get; }

    /// <summary>The checks of calm realistic scenarios; null in others.</summary>
    public RealisticChecks? Checks { get; }

    public GrainId[] GrainIds { get; }

    /// <summary>The half of a split cluster that each place belongs to.</summary>
    public int[] Views { get; }

    public List<Silo> Silos { get; } = [];

    /// <summary>The running processes.</summary>
    public List<SimHost> Hosts { get; } = [];

    /// <summary>Silos that the others have declared dead, and that do not know it yet.</summary>
    public List<Silo> Zombies { get; } = [];

    /// <summary>Activations that have ended; their stores may go on trying until all faults are over.</summary>
    public List<Activation> Ghosts { get; } = [];

    /// <summary>The broken promise; null if none is.</summary>
    public string? Violation { get; private set; }

    /// <summary>Milliseconds between calls; infinite for none.</summary>
    public double CallEvery { get; set; } = double.NaN;

    /// <summary>Callers are quiet for a while now and then.</summary>
    public bool Pauses { get; set; }

    /// <summary>Counts the messages of grains; null if that is not wanted.</summary>
    public Traffic? Traffic { get; set; }

    /// <summary>Called with each newer snapshot that a host applies.</summary>
    public Action<GrainSnapshot>? Listener { get; set; }

    /// <summary>Whether some silo's clock has been wrong.</summary>
    public bool ClocksDiffer { get; set; }

    /// <summary>Whether all faults have ended for good.</summary>
    public bool IsHealed { get; set; }

    public void Violate(string how)
    {
        if (Violation is not null)
            return;
        Violation = how;
        History.Note(What.Violated, "", 0, 0, how);
    }

    public void Send(SimNode from, SimNode to, Action deliver) => Network.Send(from, to, deliver);

    public Silo StartSilo()
    {
        var silo = new Silo(Schedule, $"silo-{_silos++}", _dice);
        Silos.Add(silo);
        return silo;
    }

    public void KillSilo(Silo silo)
    {
        foreach (var activation in silo.Activations.Values.ToList())
            activation.Die(isKnown: false);
        silo.Kill();
        Silos.Remove(silo);
    }

    public SimHost StartHost(int place)
    {
        var host = new SimHost(this, _hosts++, place, Prng.For(Seed, 1_000 + (ulong)_hosts));
        Hosts.Add(host);
        if (host.Profile is { } profile)
            History.Note(What.Begins, host, place, 0, profile);
        for (var breaker = 0; breaker < Scenario.Breakers; breaker++)
            CallLater(host, breaker, isFirst: true);
        return host;
    }

    public void KillHost(SimHost host)
    {
        Oracle.HostGone(host);
        host.Kill();
        Hosts.Remove(host);
    }

    /// <summary>Makes all hosts call again, including quiet ones.</summary>
    public void WakeAll()
    {
        Pauses = false;
        foreach (var host in Hosts)
            for (var breaker = 0; breaker < Scenario.Breakers; breaker++)
                CallLater(host, breaker);
    }

    // Some calls are made by consumers that wait until they are let through.
    private static void Call(GuardedBreaker breaker)
    {
        if (breaker.Waiters < MostWaiters && breaker.Host.Dice.Chance(Waits))
            breaker.WaitThenGuard();
        else
            breaker.Guard();
    }

    private void CallLater(SimHost host, int breaker, bool isFirst = false)
    {
        var every = double.IsNaN(CallEvery) ? Scenario.CallEvery : CallEvery;
        if (double.IsPositiveInfinity(every))
            return;
        var wait = double.IsNaN(CallEvery) && host.Profile is { } profile
            ? profile.Calls.Next(host.Dice, isFirst)
            : host.Dice.Milliseconds(0, every * 2);
        // Now and then a host is quiet for more than a lease, or long enough for its session to be collected.
        if (Pauses && host.Dice.Chance(.003))
            wait += host.Dice.Chance(.3) ? host.Dice.Milliseconds(60_000, 100_000) : host.Dice.Milliseconds(5_000, 25_000);
        host.After(wait, () =>
        {
            if (!double.IsPositiveInfinity(CallEvery))
                Call(host.Breakers[breaker]);
            CallLater(host, breaker);
        });
    }
}
