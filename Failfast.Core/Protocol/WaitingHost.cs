namespace Failfast.Protocol;

/// <summary>A host that waits for a probe lease.</summary>
/// <param name="Host">The host.</param>
/// <param name="RequestedAt">When its last request arrived.</param>
/// <param name="AskedAt">When it was sent, in the host's own time; null if the host did not say.</param>
/// <param name="UsedAt">When it expects to use the lease.</param>
/// <param name="Rank">The same, later for a host that has lately returned a lease unused.</param>
internal readonly record struct WaitingHost(Guid Host, TimeSpan RequestedAt, TimeSpan? AskedAt, TimeSpan UsedAt, TimeSpan Rank);
