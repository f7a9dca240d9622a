namespace Failfast.Contract;

/// <summary>Counts of some calls, with the ages of the first call and of the last success and failure.</summary>
/// <param name="Age">How long ago the first call ended.</param>
/// <param name="Counts">Counts of all the calls.</param>
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
