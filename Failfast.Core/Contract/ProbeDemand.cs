namespace Failfast.Contract;

/// <summary>The part of a probe request about probe leases.</summary>
/// <param name="Held">Numbers of the leases that the host keeps for coming calls; the request renews them.</param>
/// <param name="Running">Numbers of the leases whose calls are running, or whose end is not acknowledged.</param>
/// <param name="UsedIn">The expected time until the call that would use the next lease.</param>
/// <param name="Wanted">Whether the host requests one more lease, not only a renewal.</param>
[GenerateSerializer, Immutable, Alias("failfast.ProbeDemand")]
internal sealed record ProbeDemand(
    [property: Id(0)] long[] Held, [property: Id(1)] long[] Running, [property: Id(2)] TimeSpan UsedIn, [property: Id(3)] bool Wanted);
