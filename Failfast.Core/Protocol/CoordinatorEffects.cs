using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>What the grain must do after a step of the <see cref="BreakerCoordinator"/>.</summary>
/// <param name="Publish">Push the snapshot to every subscriber.</param>
/// <param name="Persist">The state that storage should hold has changed.</param>
/// <param name="Ask">Hosts to ask for a report now.</param>
/// <param name="Left">The state before a transition, if there was one.</param>
internal readonly record struct CoordinatorEffects(
    bool Publish, bool Persist, IReadOnlyList<Guid> Ask, MachineState? Left)
{
    public static readonly CoordinatorEffects None = new(false, false, [], null);
}
