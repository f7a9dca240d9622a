namespace Failfast.Contract;

/// <summary>The grain id of a breaker.</summary>
internal static class BreakerGrainId
{
    public const string GrainType = "failfast.breaker";

    public static GrainId Of(string breaker) => GrainId.Create(GrainType, breaker);
}
