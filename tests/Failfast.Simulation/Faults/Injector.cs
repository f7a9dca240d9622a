using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>Injects each kind of fault.</summary>
internal sealed class Injector(World world)
{
    private readonly Liar _liar = new(world);
    private readonly RealisticFaults _realistic = new(world);
    private int _commands;

    /// <summary>Starts a fault and returns how to end it; null for a fault that is over at once.</summary>
    public Action? Begin(FaultKind kind, Prng dice)
    {
        if (world.Scenario.IsRealistic && RealisticFaults.IsBehavior(kind))
            return _realistic.Turn(kind, dice);
        var (network, storage) = (world.Network, world.Storage);
        switch (kind)
        {
            case FaultKind.Loss:
                network.Loss = dice.Chance(.3) ? 1 : dice.Share();
                return () => network.Loss = 0;
            case FaultKind.Duplication:
                network.Duplication = dice.Share();
                return () => network.Duplication = 0;
            case FaultKind.Delay:
                (network.Late, network.LatestMilliseconds) = (dice.Share(), dice.Chance(.5) ? 200 : 5_000);
                return () => network.Late = 0;
            case FaultKind.Partition:
                return Part(dice);
            case FaultKind.HostCrash:
                return CrashHost(dice);
            case FaultKind.HostFrozen:
                return Freeze(dice.Pick(world.Hosts), dice);
            case FaultKind.SiloCrash:
                return CrashSilo(dice.Pick(world.Silos), dice);
            case FaultKind.SiloFrozen:
                return Freeze(dice.Pick(world.Silos));
            case FaultKind.SiloTakenForDead:
                return TakeForDead(dice.Pick(world.Silos), dice);
            case FaultKind.AllSilosRestart:
                var ends = world.Silos.ToList().ConvertAll(silo => CrashSilo(silo, dice));
                return () => ends.ForEach(end => end());
            case FaultKind.GrainCrash:
                Someone(dice)?.Die(isKnown: true);
                return null;
            case FaultKind.GrainIdle:
                if (Someone(dice) is { MayGo: true } idle)
                    idle.Deactivate();
                return null;
            case FaultKind.TwoActivations:
                return Split(dice);
            case FaultKind.StorageFails:
                storage.Failing = dice.Chance(.5) ? 1 : dice.Share();
                return () => storage.Failing = 0;
            case FaultKind.StorageFailsForOne:
                storage.DownFor = dice.Pick(world.Silos);
                return () => storage.DownFor = null;
            case FaultKind.StorageHangs:
                (storage.Hanging, storage.SlowMilliseconds) = (dice.Share(), 1_000);
                // Some hang beyond the store's own time-out.
                storage.HangsMilliseconds = dice.Chance(.7) ? 8_000 : 45_000;
                return () => (storage.Hanging, storage.SlowMilliseconds) = (0, 3);
            case FaultKind.StorageSilent:
                storage.AppliesSilently = dice.Share();
                return () => storage.AppliesSilently = 0;
            case FaultKind.StorageGarbles:
                storage.Garbled = dice.Chance(.5) ? 1 : dice.Share();
                return () => storage.Garbled = 0;
            case FaultKind.StorageLate:
                storage.Late = dice.Share();
                return () => storage.Late = 0;
            case FaultKind.StorageStale:
                storage.Stale = dice.Share();
                return () => storage.Stale = 0;
            case FaultKind.ClockSkew:
                world.ClocksDiffer = true;
                dice.Pick(world.Silos).Time.Skew += dice.Milliseconds(-1, 1) * (dice.Chance(.5) ? 3_600_000 : 5_000);
                return null;
            case FaultKind.DependencyFails or FaultKind.DependencyHangs:
                var breaker = dice.Below(world.Scenario.Breakers);
                var share = dice.Chance(.5) ? 1 : dice.Share();
                world.Dependency.Fall(breaker, share, kind == FaultKind.DependencyHangs ? dice.Share() : 0);
                return () => world.Dependency.Fall(breaker, 0, 0);
            case FaultKind.OneBadHost:
                world.Dependency.BadPlace = dice.Below(world.Scenario.Hosts);
                world.Dependency.BadBehavior = world.Scenario.IsRealistic && dice.Chance(.4) ? new HangsForLong(1) : FailsOrHangs.AllFail;
                return () => world.Dependency.BadPlace = -1;
            case FaultKind.Operator:
                Speak(dice);
                return null;
            case FaultKind.Liar:
                _liar.Speak(dice);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private Action Part(Prng dice)
    {
        var island = new HashSet<SimNode>();
        var share = dice.Share();
        foreach (var node in world.Hosts.Concat<SimNode>(world.Silos))
            if (dice.Chance(share))
                island.Add(node);
        world.Network.Part(island);
        return () => world.Network.Join(island);
    }

    private Action? CrashHost(Prng dice)
    {
        var host = dice.Pick(world.Hosts);
        if (world.Hosts.Count == 1)
            return null;
        world.KillHost(host);
        return () => world.StartHost(host.Place);
    }

    // At once, or at the worst moment: between a probe request and its reply.
    private static Action Freeze(SimHost host, Prng dice)
    {
        if (dice.Chance(.7))
            return Freeze(host);
        host.FreezesOnProbeRequest = true;
        return () =>
        {
            host.FreezesOnProbeRequest = false;
            host.Resume();
        };
    }

    private static Action Freeze(SimNode node)
    {
        node.Freeze();
        return node.Resume;
    }

    private Action CrashSilo(Silo silo, Prng dice)
    {
        world.KillSilo(silo);
        world.StartSilo();
        var noticed = false;
        // The cluster notices after a while, at the latest when all faults end.
        world.Schedule.After(dice.Milliseconds(200, 6_000), Notice);
        return Notice;

        void Notice()
        {
            if (!noticed)
                world.Directory.Evict(silo);
            noticed = true;
        }
    }

    // Frozen until the others declare it dead; after that it goes on for a while, unaware of it.
    private Action TakeForDead(Silo silo, Prng dice)
    {
        silo.Freeze();
        world.StartSilo();
        world.Schedule.After(dice.Milliseconds(200, 3_000), () => world.Directory.Evict(silo));
        var lingers = dice.Milliseconds(0, 3_000);
        return () =>
        {
            world.Directory.Evict(silo);
            silo.Resume();
            if (!world.Silos.Remove(silo))
                return;
            world.Zombies.Add(silo);
            silo.After(lingers, () => world.KillSilo(silo));
        };
    }

    private Action? Split(Prng dice)
    {
        if (world.Directory.IsSplit || world.Scenario.Silos < 2)
            return null;
        for (var place = 0; place < world.Views.Length; place++)
            world.Views[place] = dice.Below(2);
        world.Directory.IsSplit = true;
        var keepsSecond = dice.Chance(.5);
        return () => world.Directory.Merge(keepsSecond);
    }

    private Activation? Someone(Prng dice)
    {
        var all = world.Directory.All.Where(one => one.IsAlive && !one.Silo.IsEvicted && !one.Silo.IsFrozen).ToList();
        return all.Count == 0 ? null : dice.Pick(all);
    }

    private static BreakerSettings Changed(BreakerSettings settings, Prng dice) => dice.Below(5) switch
    {
        0 => settings with { MinimumThroughput = dice.Between(3, 30) },
        1 => settings with { Enabled = false },
        2 => settings with { HalfOpenPermits = dice.Between(1, 4) },
        3 => settings with { SamplingDuration = dice.Milliseconds(500, 20_000) },
        _ => settings with { MinimumHosts = dice.Between(1, 3) },
    };

    private void Speak(Prng dice)
    {
        BreakerEvent? happened = dice.Below(6) switch
        {
            0 => new BreakerEvent.Isolated("held by an operator", _commands % 3 == 1 ? TimeSpan.FromSeconds(1 + (_commands % 7)) : null),
            1 => new BreakerEvent.DisabledByOperator(),
            2 => new BreakerEvent.EnabledByOperator(),
            3 => _commands % 2 == 1 ? new BreakerEvent.ResetByOperator() : new BreakerEvent.ClosedByOperator(),
            _ => null,
        };
        var settings = dice.Chance(.3) ? null : Changed(world.Scenario.Settings, dice);
        var command = new OperatorCommand(_commands++, happened, happened is null ? settings : null);
        var from = dice.Pick(world.Hosts);
        var breaker = dice.Below(world.Scenario.Breakers);
        world.Directory.Call<GrainSnapshot>(from, from.View, breaker, TimeSpan.FromSeconds(30),
            (grain, answer) =>
            {
                // A command that arrives after the faults have ended is dropped.
                if (!world.IsHealed)
                    grain.Operate(command, answer);
            },
            answer =>
            {
                if (answer is not null)
                    from.Breakers[breaker].Answered(answer);
            });
    }
}
