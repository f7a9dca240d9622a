namespace Failfast.Contract;

/// <summary>The part of a probe request about probe leases.</summary>
/// <param name="Held">Numbers of the leases that the host keeps for coming calls; the request renews them.</param>
/// <param name="Running">Numbers of the leases whose calls are running, or whose end is not acknowledged.</param>
/// <param name="UsedIn">
/// The expected time from the request's arrival until the call that would use the next lease, if that is granted at once.
/// </param>
/// <param name="Wanted">Whether the host requests one more lease, not only a renewal.</param>
/// <param name="UsedLaterIn">The same, if another host has to give the lease back first.</param>
/// <param name="AskedAt">
/// The host's own time of the request. If the lease is granted later, it comes back, moved on by the time between; null from a host
/// that has to be offered the lease instead, as those of the first release.
/// </param>
[GenerateSerializer, Immutable, Alias("failfast.ProbeDemand")]
internal sealed record ProbeDemand(
    [property: Id(0)] long[] Held, [property: Id(1)] long[] Running, [property: Id(2)] TimeSpan UsedIn, [property: Id(3)] bool Wanted,
    [property: Id(4)] TimeSpan UsedLaterIn = default, [property: Id(5)] TimeSpan? AskedAt = null);
