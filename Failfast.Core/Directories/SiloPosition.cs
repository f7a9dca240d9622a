namespace Failfast.Directories;

/// <summary>How far the changes of one silo are known. A silo that starts again has another address.</summary>
[GenerateSerializer, Immutable, Alias("failfast.SiloPosition")]
internal readonly record struct SiloPosition([property: Id(0)] SiloAddress Silo, [property: Id(1)] long Version);
