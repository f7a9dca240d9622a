namespace Failfast.Protocol;

/// <summary>What a call's end means to its breaker.</summary>
internal enum CallOutcome
{
    /// <summary>Nothing was learned of the dependency.</summary>
    Ignored,
    Success,
    Failure,
}
