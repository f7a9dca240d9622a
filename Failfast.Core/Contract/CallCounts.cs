namespace Failfast.Contract;

/// <summary>
/// The outcomes of some calls, with enough of their order to know every run of failures. A call that was counted as slow first and
/// failed later, perhaps in later counts, is still one call. A slow call neither extends nor ends a run.
/// </summary>
/// <param name="Successes">Calls that succeeded in time.</param>
/// <param name="Failures">Calls that failed.</param>
/// <param name="Slow">Calls that became slow before they ended.</param>
/// <param name="LeadingRun">Failures before the first success.</param>
/// <param name="LongestRun">The longest run of failures.</param>
/// <param name="TrailingRun">Failures after the last success.</param>
/// <param name="SlowFailures">Failures whose call was also counted as slow, here or in earlier counts.</param>
[GenerateSerializer, Immutable, Alias("failfast.CallCounts")]
internal readonly record struct CallCounts(
    [property: Id(0)] long Successes,
    [property: Id(1)] long Failures,
    [property: Id(2)] long Slow,
    [property: Id(3)] long LeadingRun,
    [property: Id(4)] long LongestRun,
    [property: Id(5)] long TrailingRun,
    [property: Id(6)] long SlowFailures = 0)
{
    /// <summary>No host makes more calls in a sampling window: larger numbers are not plausible.</summary>
    public const long Limit = 1_000_000_000_000;

    public static readonly CallCounts OneFailure = new(0, 1, 0, 1, 1, 1);

    public static readonly CallCounts OneSlow = new(0, 0, 1, 0, 0, 0);

    /// <summary>A call that was slow and failed.</summary>
    public static readonly CallCounts OneSlowFailure = new(0, 1, 1, 1, 1, 1, 1);

    /// <summary>The failure of a call that was counted as slow before it ended.</summary>
    public static readonly CallCounts OneLateFailure = new(0, 1, 0, 1, 1, 1, 1);

    public static CallCounts OfSuccesses(long count) => new(count, 0, 0, 0, 0, 0);

    public long Calls => Successes + Failures + Math.Max(0, Slow - SlowFailures);

    public bool IsEmpty => Calls == 0;

    /// <summary>Whether there is a failure or a slow call: only these can trip a breaker.</summary>
    public bool IsUrgent => Failures > 0 || Slow > 0;

    /// <summary>False for numbers that no sequence of calls can produce.</summary>
    public bool IsPlausible =>
        Successes is >= 0 and <= Limit && Failures is >= 0 and <= Limit && Slow is >= 0 and <= Limit &&
        SlowFailures >= 0 && SlowFailures <= Failures && LeadingRun >= 0 && TrailingRun >= 0 &&
        LeadingRun <= LongestRun && TrailingRun <= LongestRun && LongestRun <= Failures &&
        (Successes > 0 || (LeadingRun == Failures && TrailingRun == Failures)) &&
        (Failures == 0 || LongestRun > 0);

    /// <summary>Adds the counts of later calls.</summary>
    public CallCounts Then(CallCounts later) => new(
        Math.Min(Limit, Successes + later.Successes),
        Math.Min(Limit, Failures + later.Failures),
        Math.Min(Limit, Slow + later.Slow),
        Math.Min(Limit, Successes > 0 ? LeadingRun : LeadingRun + later.LeadingRun),
        Math.Min(Limit, Math.Max(Math.Max(LongestRun, later.LongestRun), TrailingRun + later.LeadingRun)),
        Math.Min(Limit, later.Successes > 0 ? later.TrailingRun : TrailingRun + later.TrailingRun),
        Math.Min(Limit, SlowFailures + later.SlowFailures));
}
