using System.Globalization;
using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>
/// Runs of failures age: if a breaker opens on a number of failures in a row, there were as many, each within a sampling duration of the
/// one before.
/// </summary>
internal sealed class RunsAge(World world)
{
    // For messages under way, and for calls reported together.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    private readonly List<(TimeSpan At, bool IsUnheard)>[] _failures =
        [.. Enumerable.Range(0, world.Scenario.Breakers).Select(_ => new List<(TimeSpan, bool)>())];

    public void CallEnded(int breaker, long generation, CallCounts counts)
    {
        if (counts.Failures > 0)
            _failures[breaker].Add((world.Schedule.Now, generation == CallTicket.BeforeFirstSnapshot));
    }

    public void Moved(int breaker, MachineState state)
    {
        var failures = _failures[breaker];
        if (state.State == BreakerState.Open && state.Reason is { } reason && reason.Contains("in a row", StringComparison.Ordinal)
            && long.Parse(reason.Split(' ')[0], CultureInfo.InvariantCulture) is var run && Longest(failures) is var longest && longest < run)
            world.Violate($"breaker {breaker}: opened, as {reason}; in truth no more than {longest} came within a sampling duration of each other");
        // Failures before a host's first snapshot count in the generation of that snapshot.
        if (state.Generation > 0)
            failures.RemoveAll(failure => !failure.IsUnheard);
    }

    private long Longest(List<(TimeSpan At, bool IsUnheard)> failures)
    {
        var gap = world.Scenario.Settings.SamplingDuration + Bounds.Farthest(world) + Slack;
        var (longest, length, last) = (0L, 0L, TimeSpan.MinValue / 2);
        foreach (var (at, _) in failures)
        {
            length = at - last <= gap ? length + 1 : 1;
            longest = Math.Max(longest, length);
            last = at;
        }

        return longest;
    }
}
