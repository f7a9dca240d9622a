namespace Failfast.Contract;

/// <summary>Calls and how long ago the first of them ended.</summary>
[GenerateSerializer, Immutable, Alias("failfast.AgedCounts")]
internal readonly record struct AgedCounts([property: Id(0)] TimeSpan Age, [property: Id(1)] CallCounts Counts);
