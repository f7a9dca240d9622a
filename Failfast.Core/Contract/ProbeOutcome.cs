namespace Failfast.Contract;

/// <summary>How a probe ended.</summary>
[GenerateSerializer, Alias("failfast.ProbeOutcome")]
internal enum ProbeOutcome
{
    Ignored = 0,
    Success = 1,
    Failure = 2,
}
