using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Simulation;

/// <summary>
/// Records the snapshots that grains publish. A host must hold one of them: no other state or settings under the same stamp, and no
/// break that ends at another time, message delays aside.
/// </summary>
internal sealed partial class Oracle
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<(int Breaker, Stamp Stamp), List<Said>> _said = [];

    /// <param name="What">The snapshot without its times.</param>
    /// <param name="First">When it was first published.</param>
    /// <param name="OpenUntil">By the world's clock.</param>
    private sealed record Said(GrainSnapshot What, TimeSpan First, TimeSpan OpenUntil);

    private void Say(Activation grain)
    {
        var what = Timeless(grain.Coordinator.Snapshot(grain.Now));
        var key = (grain.Breaker, what.Stamp);
        if (!_said.TryGetValue(key, out var all))
            _said[key] = all = [];
        if (!all.Exists(said => said.What == what))
            all.Add(new(what, world.Schedule.Now, grain.Coordinator.State.OpenUntil is var end && end == TimeSpan.MaxValue ? end : world.Schedule.Now + end - grain.Now));
    }

    private bool WasSaid(GuardedBreaker host, GrainSnapshot heard)
    {
        var what = Timeless(heard);
        return _said.TryGetValue((host.Number, heard.Stamp), out var all)
            && all.Exists(said => said.What == what && (!Recall.HasEnd(heard) || MayRemain(said, heard.Remaining)));
    }

    private bool MayRemain(Said said, TimeSpan remaining) =>
        remaining <= Later(said.OpenUntil - said.First) + Tick && remaining >= Later(said.OpenUntil - world.Schedule.Now) - Tick;

    private static TimeSpan Later(TimeSpan remaining) => remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;

    private static GrainSnapshot Timeless(GrainSnapshot snapshot) => snapshot with { Remaining = default, ClosedFor = null, IsProvisional = false };
}
