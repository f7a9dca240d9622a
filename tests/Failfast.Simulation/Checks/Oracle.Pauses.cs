namespace Failfast.Simulation;

/// <summary>Checks that a break lasts for as long as the dependency has asked for, as far as the grain was told, and never longer than the longest break.</summary>
internal sealed partial class Oracle
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(7);

    private readonly Dictionary<Activation, TimeSpan> _pauses = [];

    /// <summary>A message says how long the dependency wants not to be called.</summary>
    public void AsksForPause(Activation grain, TimeSpan? wait)
    {
        if (wait is not { } asked || asked <= TimeSpan.Zero)
            return;
        var until = grain.Now + (asked < LongestAsked ? asked : LongestAsked);
        _pauses[grain] = _pauses.TryGetValue(grain, out var known) && known > until ? known : until;
    }

    private void CheckPause(Activation grain)
    {
        var (state, longest) = (grain.Coordinator.State, grain.Coordinator.Settings.MaxBreakDuration);
        if (state.State != BreakerState.Open || !_grains.TryGetValue(grain, out var before) || before.State.Generation == state.Generation)
            return;
        var asked = _pauses.GetValueOrDefault(grain) - grain.Now;
        var least = asked < longest ? asked : longest;
        var left = state.OpenUntil - grain.Now;
        if (left < least - Tick)
            world.Violate($"{grain}: opened for {left.TotalSeconds} s, although the dependency asks for {asked.TotalSeconds} s");
        if (left > longest + Tick)
            world.Violate($"{grain}: opened for {left.TotalSeconds} s, {longest.TotalSeconds} s are allowed");
    }
}
