namespace Failfast.Contract;

/// <summary>How a probe ended.</summary>
[GenerateSerializer, Alias("failfast.ProbeOutcome")]
internal enum ProbeOutcome
{
    Ignored = 0,
    Success = 1,
    Failure = 2,

    /// <summary>The probe did not end within its time; it may still succeed.</summary>
    Overdue = 3,

    /// <summary>The caller cancelled the call before it was answered.</summary>
    GivenUp = 4,
}
