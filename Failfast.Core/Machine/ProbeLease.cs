namespace Failfast.Machine;

/// <summary>The right of one host to run one probe, until a deadline.</summary>
/// <param name="Generation">The generation of the half-open state that it was granted in.</param>
/// <param name="Number">Unique within an activation, over all generations.</param>
/// <param name="Host">The host that may probe.</param>
/// <param name="Deadline">When the lease expires, whatever has become of the probe.</param>
internal readonly record struct ProbeLease(long Generation, long Number, Guid Host, TimeSpan Deadline);
