using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>A probe lease that has become free, and is granted to a host that waits for one.</summary>
/// <param name="Host">The host.</param>
/// <param name="Reply">What its request would be answered now.</param>
/// <param name="At">When it was granted, in the host's own time, or earlier.</param>
internal sealed record LateGrant(Guid Host, GrainReply Reply, TimeSpan At);
