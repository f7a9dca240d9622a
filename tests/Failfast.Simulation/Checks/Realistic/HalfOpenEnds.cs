using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// While calls come, half-open ends within a stated time, whatever callers and dependency do. A probe without verdict, ignored or given
/// up by its caller, extends that time by one more probe; probes given up in a row only until together they count as a failure. A call
/// that was cancelled before it began is no probe and extends nothing.
/// </summary>
internal sealed class HalfOpenEnds(World world)
{
    private readonly Spell?[] _spells = new Spell?[world.Scenario.Breakers];

    private sealed class Spell(long generation, TimeSpan began)
    {
        public long Generation => generation;
        public TimeSpan Began => began;
        public TimeSpan GivenUp;
        public int Rounds;
    }

    public void Moved(int breaker, MachineState state) =>
        _spells[breaker] = state.State == BreakerState.HalfOpen ? new Spell(state.Generation, world.Schedule.Now) : null;

    public void CallBegins(int breaker, CallTicket ticket, CallPlan plan)
    {
        if (ticket.ClusterProbe is { } lease && _spells[breaker] is { } spell && spell.Generation == lease.Generation && !plan.IsCancelledBefore)
            world.Schedule.After(plan.EndsAfter, () => Ended(spell, plan));
    }

    public void Check()
    {
        if (Callers.LongestInterval(world) is not { } interval)
            return;
        for (var breaker = 0; breaker < _spells.Length; breaker++)
        {
            if (_spells[breaker] is not { } spell)
                continue;
            var (lasted, most) = (world.Schedule.Now - spell.Began, Bounds.HalfOpen(world, interval) + (Bounds.Round(world, interval) * spell.Rounds));
            if (lasted > most)
                world.Violate($"breaker {breaker}: half-open lasts for {lasted.TotalSeconds:0.0} s, where {most.TotalSeconds:0.0} s are enough");
        }
    }

    private static void Ended(Spell spell, CallPlan plan)
    {
        if (plan.EndsAs == Outcome.Ignored)
            spell.Rounds++;
        if (plan.EndsAs != Outcome.GivenUp)
        {
            spell.GivenUp = TimeSpan.Zero;
            return;
        }

        spell.GivenUp += plan.EndsAfter;
        if (spell.GivenUp <= Bounds.GivenUpInAll)
            spell.Rounds++;
    }
}
