using System.Globalization;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// Runs of failures age: if a breaker opens on a number of failures in a row, there were as many, each within a sampling duration of the
/// one before.
/// </summary>
internal sealed class RunsAge(World world)
{
    // For messages under way, and for calls reported together.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    private readonly List<TimeSpan>[] _failures = [.. Enumerable.Range(0, world.Scenario.Breakers).Select(_ => new List<TimeSpan>())];

    public void CallEnded(int breaker, CallCounts counts)
    {
        if (counts.Failures > 0)
            _failures[breaker].Add(world.Schedule.Now);
    }

    public void Moved(int breaker, MachineState state)
    {
        var failures = _failures[breaker];
        if (state.State == BreakerState.Open && state.Reason is { } reason && reason.Contains("in a row", StringComparison.Ordinal)
            && long.Parse(reason.Split(' ')[0], CultureInfo.InvariantCulture) is var run && Longest(failures) is var longest && longest < run)
            world.Violate($"breaker {breaker}: opened, as {reason}; in truth no more than {longest} came within a sampling duration of each other");
        // Failures before the first snapshot count in its generation.
        if (state.Generation > 0)
            failures.Clear();
    }

    private long Longest(List<TimeSpan> failures)
    {
        var gap = world.Scenario.Settings.SamplingDuration + Bounds.Farthest(world) + Slack;
        var (longest, length, last) = (0L, 0L, TimeSpan.MinValue / 2);
        foreach (var at in failures)
        {
            length = at - last <= gap ? length + 1 : 1;
            longest = Math.Max(longest, length);
            last = at;
        }

        return longest;
    }
}
