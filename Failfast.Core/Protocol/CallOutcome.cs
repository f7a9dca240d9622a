namespace Failfast.Protocol;

/// <summary>What a call's end means to its breaker.</summary>
internal enum CallOutcome
{
    /// <summary>Nothing was learned of the dependency: it was not asked, or <c>Ignore</c> or the holder of a permit says so.</summary>
    Ignored,

    /// <summary>The caller cancelled the call before the dependency had answered.</summary>
    GivenUp,
    Success,
    Failure,
}
