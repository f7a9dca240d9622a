namespace Failfast.Machine;

/// <summary>A permit that is out.</summary>
internal readonly record struct ProbeLease(long Number, Guid Host, TimeSpan Deadline);
