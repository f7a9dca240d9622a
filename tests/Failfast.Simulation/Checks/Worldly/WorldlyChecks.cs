using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Looks after what a calm worldly scenario promises: at each call, at each transition of a grain, and each second.</summary>
internal sealed class WorldlyChecks
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly HalfOpenEnds? _halfOpenEnds;
    private readonly ComesBack? _comesBack;
    private readonly HungProbes? _hungProbes;

    public WorldlyChecks(World world, WorldlyPromises promises)
    {
        _world = world;
        _halfOpenEnds = promises.HasFlag(WorldlyPromises.HalfOpenEnds) ? new(world) : null;
        _comesBack = promises.HasFlag(WorldlyPromises.ComesBack) ? new(world) : null;
        _hungProbes = promises.HasFlag(WorldlyPromises.FewHungProbes) ? new(world) : null;
        if (promises != WorldlyPromises.None)
            world.Schedule.After(Second, Tick);
    }

    public void CallBegins(SimHost host, int breaker, CallTicket ticket, CallPlan plan)
    {
        _halfOpenEnds?.CallBegins(breaker, ticket, plan);
        _hungProbes?.CallBegins(host, breaker, ticket, plan);
    }

    /// <summary>A grain has made a transition, or is new.</summary>
    public void Moved(int breaker, MachineState state)
    {
        _halfOpenEnds?.Moved(breaker, state);
        _comesBack?.Moved(breaker, state);
    }

    private void Tick()
    {
        _halfOpenEnds?.Check();
        _comesBack?.Check();
        _world.Schedule.After(Second, Tick);
    }
}
