namespace Failfast.Contract;

/// <summary>Where a breaker lives.</summary>
internal static class BreakerGrainId
{
    public const string GrainType = "failfast.breaker";

    public static GrainId Of(string breaker) => GrainId.Create(GrainType, breaker);
}
