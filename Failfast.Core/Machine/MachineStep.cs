using Failfast.Contract;

namespace Failfast.Machine;

/// <summary>What an event led to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Lease">The probe lease that was granted or renewed; null if none was.</param>
/// <param name="RequestReportsSince">If set, every active host not heard since then must be asked for a report before the breaker opens.</param>
/// <param name="LeaseFreed">Whether a lease was returned while half-open, so that another host may have it.</param>
/// <param name="Judged">The counts in the window on which a rule opened the breaker; empty if none did.</param>
internal readonly record struct MachineStep(
    MachineState State, ProbeLease? Lease = null, TimeSpan? RequestReportsSince = null, bool LeaseFreed = false, CallCounts Judged = default);
