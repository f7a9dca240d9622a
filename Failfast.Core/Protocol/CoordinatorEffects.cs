using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>What the grain must do after a step of the <see cref="BreakerCoordinator"/>.</summary>
/// <param name="Publish">Push the snapshot to every subscriber.</param>
/// <param name="Persist">The state that storage should hold has changed.</param>
/// <param name="RequestReports">Hosts to ask for a report now.</param>
/// <param name="Recall">Leases that their hosts are to give back, if they can.</param>
/// <param name="Left">The state before a transition, if there was one.</param>
/// <param name="Grant">A free probe lease that a waiting host gets.</param>
/// <param name="Offer">The host to tell that a probe lease is free.</param>
/// <param name="IsRecalled">The state was not come by here: storage has it, or a host remembers it.</param>
/// <param name="Judged">The counts on which a rule opened the breaker; empty if none did.</param>
internal readonly record struct CoordinatorEffects(
    bool Publish, bool Persist, IReadOnlyList<Guid> RequestReports, IReadOnlyList<ProbeLease> Recall, MachineState? Left = null,
    LateGrant? Grant = null, Guid? Offer = null, bool IsRecalled = false, CallCounts Judged = default)
{
    public static readonly CoordinatorEffects None = new(false, false, [], []);
}
