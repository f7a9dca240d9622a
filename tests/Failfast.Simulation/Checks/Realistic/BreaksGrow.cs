using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// Breaks go on growing if a dependency flaps: a breaker that opens again within a sampling duration after its probes closed it has one
/// break more than before, or as many if a late success has undone one.
/// </summary>
internal sealed class BreaksGrow(World world)
{
    // The grain moves its steps a tick apart.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1);

    private readonly MachineState?[] _last = new MachineState?[world.Scenario.Breakers];
    private readonly (long Generation, int Breaks, TimeSpan At)[] _closed = new (long, int, TimeSpan)[world.Scenario.Breakers];

    public void Moved(int breaker, MachineState state)
    {
        var (before, closed, now) = (_last[breaker], _closed[breaker], world.Schedule.Now);
        _last[breaker] = state;
        if (before is { State: BreakerState.HalfOpen } && state is { State: BreakerState.Closed, Reason: "probes succeeded" })
            _closed[breaker] = (state.Generation, before.Breaks, now);
        if (state.State != BreakerState.Open || before is not { State: BreakerState.Closed } || before.Generation != closed.Generation)
            return;
        if (now - closed.At < world.Scenario.Settings.SamplingDuration - Slack && state.Breaks < closed.Breaks)
            world.Violate($"breaker {breaker}: opens again {(now - closed.At).TotalSeconds:0.0} s after closing, " +
                $"with break {state.Breaks}, where {closed.Breaks} came before");
    }
}
