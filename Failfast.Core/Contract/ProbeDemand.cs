namespace Failfast.Contract;

/// <summary>What a host tells when it asks for a probe lease.</summary>
/// <param name="Held">Numbers of the leases that it keeps for calls to come; asking renews them.</param>
/// <param name="Running">Numbers of the leases whose calls run, or whose end it has yet to tell.</param>
/// <param name="UsedIn">In how long it expects the call that would use the next one.</param>
/// <param name="Wanted">It asks for one more, not only to renew those it keeps.</param>
[GenerateSerializer, Immutable, Alias("failfast.ProbeDemand")]
internal sealed record ProbeDemand(
    [property: Id(0)] long[] Held, [property: Id(1)] long[] Running, [property: Id(2)] TimeSpan UsedIn, [property: Id(3)] bool Wanted);
