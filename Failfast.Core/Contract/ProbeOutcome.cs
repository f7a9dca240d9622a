namespace Failfast.Contract;

/// <summary>How a probe ended.</summary>
[GenerateSerializer, Alias("failfast.ProbeOutcome")]
internal enum ProbeOutcome
{
    Ignored = 0,
    Success = 1,
    Failure = 2,

    /// <summary>It has not come back within its time, and may succeed yet.</summary>
    Overdue = 3,

    /// <summary>Its caller did not wait for the answer.</summary>
    GivenUp = 4,
}
