using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// A dependency that is well is let in again within a stated time, though one host is bad or can't wait for its answers. It need not
/// stay so: where the bad host calls more often than all the others, it opens the breaker again.
/// </summary>
internal sealed class ComesBack(World world)
{
    // Sweeps see that a call is late, each tenth of a second.
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(250);

    private readonly bool[] _isClosed = [.. Enumerable.Repeat(true, world.Scenario.Breakers)];
    private readonly TimeSpan[] _lastClosed = new TimeSpan[world.Scenario.Breakers];

    public void Moved(int breaker, MachineState state)
    {
        var isClosed = state.State == BreakerState.Closed;
        if (isClosed || _isClosed[breaker])
            _lastClosed[breaker] = world.Schedule.Now;
        _isClosed[breaker] = isClosed;
    }

    public void Check()
    {
        var now = world.Schedule.Now;
        for (var breaker = 0; breaker < _isClosed.Length; breaker++)
        {
            var (behavior, since) = world.Dependency.Of(breaker);
            if (_isClosed[breaker])
                continue;
            if (behavior.AllSucceedWithin is not { } answer || !IsInTime(answer) || !OneIsBadAtMost(answer))
                continue;
            if (Callers.LongestInterval(world, host => IsWell(host, answer)) is not { } interval)
                continue;
            TimeSpan[] sinces = [since, _lastClosed[breaker], world.Dependency.BadPlaceSince];
            var (denied, most) = (now - sinces.Max(), Bounds.ComesBack(world, interval) + Bounds.Preferred(world, host => !IsWell(host, answer)));
            if (denied > most)
                world.Violate($"breaker {breaker}: a dependency that is well is not let in, for {denied.TotalSeconds:0.0} s, where {most.TotalSeconds:0.0} s are enough");
        }
    }

    // Well by the policy: fast enough; or, where one success is enough, so that it comes before the break is over that its lateness caused.
    private bool IsInTime(double answer)
    {
        var settings = world.Scenario.Settings;
        var late = settings is { HalfOpenPermits: 1, HalfOpenSuccesses: 1 } ? settings.BreakDuration * (1 - settings.BreakDurationJitter) : TimeSpan.Zero;
        return answer < (Bounds.ProbeTime(settings) + late - Noticed).TotalMilliseconds && !(settings.SlowCallDuration?.TotalMilliseconds <= answer);
    }

    private bool OneIsBadAtMost(double answer) => world.Hosts.Count(host => !IsWell(host, answer)) <= 1;

    // Its callers wait long enough, after what they wait for the grain.
    private bool IsWell(SimHost host, double answer) => host.Place != world.Dependency.BadPlace
        && !(host.Profile?.Patience.Least < answer + world.Timings.ColdStartBudget.TotalMilliseconds);
}
