namespace Failfast.Contract;

/// <summary>A probe lease as granted to a host: the right to run one probe, in one generation and until a deadline.</summary>
[GenerateSerializer, Immutable, Alias("failfast.GrantedProbe")]
internal sealed record GrantedProbe(
    [property: Id(0)] long Generation,
    [property: Id(1)] long Number,
    [property: Id(2)] TimeSpan EndsIn);
