namespace Failfast.Contract;

/// <summary>Calls, how long ago the first of them ended, and the last success and failure among them.</summary>
/// <param name="Age">Of the first.</param>
/// <param name="Counts">Of all of them.</param>
/// <param name="ToLastSuccess">From the first to the last success; zero if there was none.</param>
/// <param name="ToLastFailure">From the first to the last failure; zero if there was none.</param>
[GenerateSerializer, Immutable, Alias("failfast.AgedCounts")]
internal readonly record struct AgedCounts(
    [property: Id(0)] TimeSpan Age, [property: Id(1)] CallCounts Counts,
    [property: Id(2)] TimeSpan ToLastSuccess = default, [property: Id(3)] TimeSpan ToLastFailure = default)
{
    public TimeSpan LastSuccessAge => Age - ToLastSuccess;

    public TimeSpan LastFailureAge => Age - ToLastFailure;
}
