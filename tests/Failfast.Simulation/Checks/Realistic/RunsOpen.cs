using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// A run of failures opens the breaker, whichever host reports first. If as many hosts as a run is long fail one after another, and no
/// call succeeds between or soon after, the breaker opens soon. Each host has one failure in the run, so that reporting several together
/// loses nothing of their order.
/// </summary>
internal sealed class RunsOpen(World world)
{
    // A success is counted by the next sweep and gets that time.
    private static readonly TimeSpan Known = TimeSpan.FromMilliseconds(120);

    // For pacing, reporting, and the reports of silent hosts.
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(250);

    // For hosts to get in touch after a transition.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly List<Call>[] _calls = [.. Enumerable.Range(0, world.Scenario.Breakers).Select(_ => new List<Call>())];
    private readonly (MachineState? State, TimeSpan Since)[] _moved = new (MachineState?, TimeSpan)[world.Scenario.Breakers];

    private readonly record struct Call(TimeSpan At, SimHost Host, long Generation, bool IsFailure);

    private int Run => world.Scenario.Settings.ConsecutiveFailures;

    public void Moved(int breaker, MachineState state) => _moved[breaker] = (state, world.Schedule.Now);

    public void CallEnded(SimHost host, int breaker, long generation, CallCounts counts)
    {
        var (settings, now) = (world.Scenario.Settings, world.Schedule.Now);
        if (Run < 2 || settings.MinimumHosts > 1 || settings.SlowCallRatio is not null)
            return;
        var calls = _calls[breaker];
        calls.RemoveAll(call => now - call.At > settings.SamplingDuration + Settled);
        calls.Add(new(now, host, generation, counts.Failures > 0));
        if (!IsRun(calls, breaker, generation))
            return;
        var began = calls[^Run].At;
        world.Schedule.After(Within + (Bounds.Farthest(world) * 4), () =>
        {
            var isAsBefore = _moved[breaker].State?.Generation == generation;
            if (isAsBefore && !calls.Exists(call => !call.IsFailure && call.At >= began))
                world.Violate($"breaker {breaker}: stays closed, though {Run} hosts failed in a row {(world.Schedule.Now - now).TotalSeconds:0.0} s ago");
        });
    }

    private bool IsRun(List<Call> calls, int breaker, long generation)
    {
        var (state, since) = _moved[breaker];
        if (calls.Count < Run || state is not { State: BreakerState.Closed } || state.Generation != generation || !AreInTouch(breaker, generation))
            return false;
        var run = calls.GetRange(calls.Count - Run, Run);
        if (run.Exists(call => !call.IsFailure || call.Generation != generation) || run.DistinctBy(call => call.Host).Count() < Run)
            return false;
        var (first, settings) = (run[0].At, world.Scenario.Settings);
        var apart = (RollingWindow.Width(settings.SamplingDuration) * 2) + Bounds.Farthest(world);
        return first - since > Settled && run[^1].At - first < settings.SamplingDuration / 2
            && !calls.SkipLast(Run).Any(call => call.At > first - (call.IsFailure ? apart : Known + Bounds.Farthest(world)));
    }

    private bool AreInTouch(int breaker, long generation) => world.Hosts.TrueForAll(host =>
        host.Breakers[breaker].Protocol is { IsAlone: false, LastSnapshot: { } heard } && heard.Generation == generation);
}
