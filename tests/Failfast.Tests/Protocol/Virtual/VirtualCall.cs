namespace Failfast.Tests.Protocol.Virtual;

/// <summary>One call that came.</summary>
/// <param name="At">When.</param>
/// <param name="Ran">It was let through.</param>
/// <param name="IsProbe">As a probe.</param>
/// <param name="RetryAfter">What it was told, if it was rejected.</param>
internal readonly record struct VirtualCall(TimeSpan At, bool Ran, bool IsProbe, TimeSpan? RetryAfter);
