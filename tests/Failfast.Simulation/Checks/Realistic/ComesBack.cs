using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// After a dependency has recovered the breaker closes within a stated time, even if one host is bad or can't wait for answers. It need
/// not stay closed: a bad host that calls more often than all the others opens it again.
/// </summary>
internal sealed class ComesBack(World world)
{
    // Sweeps, ten a second, notice that a call is late.
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
                world.Violate($"breaker {breaker}: stays closed to a recovered dependency for {denied.TotalSeconds:0.0} s, where {most.TotalSeconds:0.0} s are enough");
        }
    }

    // Healthy by the settings: fast enough; or, if one success is enough, so that it comes before the end of the break that its lateness
    // caused.
    private bool IsInTime(double answer)
    {
        var settings = world.Scenario.Settings;
        var late = settings is { HalfOpenPermits: 1, HalfOpenSuccesses: 1 } ? settings.BreakDuration * (1 - settings.BreakDurationJitter) : TimeSpan.Zero;
        return answer < (Bounds.ProbeTime(settings) + late - Noticed).TotalMilliseconds && !(settings.SlowCallDuration?.TotalMilliseconds <= answer);
    }

    private bool OneIsBadAtMost(double answer) => world.Hosts.Count(host => !IsWell(host, answer)) <= 1;

    // Its callers wait long enough for the answer, after waiting for the grain.
    private bool IsWell(SimHost host, double answer) => host.Place != world.Dependency.BadPlace
        && !(host.Profile?.Patience.Least < answer + world.Timings.ColdStartBudget.TotalMilliseconds);
}
