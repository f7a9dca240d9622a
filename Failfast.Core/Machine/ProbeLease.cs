namespace Failfast.Machine;

/// <summary>A permit that is out.</summary>
/// <param name="Generation">The half-open state that it was granted in.</param>
/// <param name="Number">Unique within an activation, over all generations.</param>
/// <param name="Host">Who may probe.</param>
/// <param name="Deadline">When it is void, whatever has become of the probe.</param>
internal readonly record struct ProbeLease(long Generation, long Number, Guid Host, TimeSpan Deadline);
