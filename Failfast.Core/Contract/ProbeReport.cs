namespace Failfast.Contract;

/// <summary>A host reports the end of a probe, or returns a probe lease unused.</summary>
[GenerateSerializer, Immutable, Alias("failfast.ProbeReport")]
internal sealed record ProbeReport(
    [property: Id(0)] Guid Host,
    [property: Id(1)] long Generation,
    [property: Id(2)] long Number,
    [property: Id(3)] ProbeOutcome Outcome,
    [property: Id(4)] GrainSnapshot? Remembered,
    [property: Id(5)] TimeSpan Lasted = default,
    [property: Id(6)] TimeSpan? RetryAfter = null,
    [property: Id(7)] TimeSpan HeardAgo = default);
