namespace Failfast.Contract;

/// <summary>Leave to run one probe: worth something in one generation and until its deadline.</summary>
[GenerateSerializer, Immutable, Alias("failfast.GrantedProbe")]
internal sealed record GrantedProbe(
    [property: Id(0)] long Generation,
    [property: Id(1)] long Number,
    [property: Id(2)] TimeSpan EndsIn);
