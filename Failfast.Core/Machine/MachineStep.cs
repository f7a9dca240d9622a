namespace Failfast.Machine;

/// <summary>What an event led to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Lease">The permit granted, if one was asked for and free.</param>
/// <param name="RequestReportsSince">If set: ask every active host not heard since then, before the breaker may open.</param>
/// <param name="LeaseFreed">A lease came back while half-open: somebody else may have it.</param>
internal readonly record struct MachineStep(
    MachineState State, ProbeLease? Lease = null, TimeSpan? RequestReportsSince = null, bool LeaseFreed = false);
