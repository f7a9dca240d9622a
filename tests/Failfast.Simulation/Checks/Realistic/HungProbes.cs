using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// Hung probes are few: in one half-open state no more probes outlast the time of a probe than there are leases, because the first of
/// them ends that state. So there is at most that number for each break, and breaks grow.
/// </summary>
internal sealed class HungProbes(World world)
{
    // Sweeps, ten a second, find it; a probe that ends before has ended in time.
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(object Who, int Breaker, long Generation), int> _hung = [];

    public void CallBegins(SimHost host, int breaker, CallTicket ticket, CallPlan plan)
    {
        var settings = world.Scenario.Settings;
        var hangs = Bounds.ProbeTime(settings) + Noticed;
        if (!ticket.IsProbe || plan.EndsAfter <= hangs)
            return;
        // A host that has forgotten its breaker numbers its own generations anew.
        (object, int, long Generation) key = ticket.ClusterProbe is { } lease ? ("all", breaker, lease.Generation) : (host.Breakers[breaker].Protocol, breaker, ticket.LocalGeneration);
        world.Schedule.After(hangs, () =>
        {
            if (!host.IsAlive)
                return;
            _hung[key] = _hung.GetValueOrDefault(key) + 1;
            if (_hung[key] > settings.HalfOpenPermits)
                world.Violate($"breaker {breaker}: {_hung[key]} probes hang that one half-open state let in, {settings.HalfOpenPermits} are allowed");
        });
    }
}
