using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// Hung probes are few: of those granted in one half-open state no more run longer than a probe's time than may be out at once, for
/// the first of them ends that state. So there are never more than so many for each break, and breaks grow.
/// </summary>
internal sealed class HungProbes(World world)
{
    // Sweeps find it, each tenth of a second; one that ends before has succeeded, or failed, in time.
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(object Who, int Breaker, long Generation), int> _hung = [];

    public void CallBegins(SimHost host, int breaker, CallTicket ticket, CallPlan plan)
    {
        var settings = world.Scenario.Settings;
        var hangs = Bounds.ProbeTime(settings) + Noticed;
        if (!ticket.IsProbe || plan.EndsAfter <= hangs)
            return;
        (object, int, long Generation) key = ticket.ClusterProbe is { } lease ? ("all", breaker, lease.Generation) : (host, breaker, ticket.LocalGeneration);
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
