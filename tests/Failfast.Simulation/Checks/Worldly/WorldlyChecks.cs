using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>What calm worldly scenarios promise besides: looked after at each call, each transition, and each second.</summary>
internal sealed class WorldlyChecks
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly HalfOpenEnds _halfOpenEnds;
    private readonly ComesBack _comesBack;
    private readonly HungProbes _hungProbes;

    public WorldlyChecks(World world)
    {
        _world = world;
        (_halfOpenEnds, _comesBack, _hungProbes) = (new(world), new(world), new(world));
        world.Schedule.After(Second, Tick);
    }

    public void CallBegins(SimHost host, int breaker, CallTicket ticket, CallPlan plan)
    {
        _halfOpenEnds.CallBegins(breaker, ticket, plan);
        _hungProbes.CallBegins(host, breaker, ticket, plan);
    }

    /// <summary>A grain has made a transition, or is new.</summary>
    public void Moved(Activation grain)
    {
        _halfOpenEnds.Moved(grain);
        _comesBack.Moved(grain);
    }

    private void Tick()
    {
        _halfOpenEnds.Check();
        _comesBack.Check();
        _world.Schedule.After(Second, Tick);
    }
}
