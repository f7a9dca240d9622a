namespace Failfast.Protocol;

/// <summary>What a call's end means for its breaker.</summary>
internal enum CallOutcome
{
    /// <summary>The call says nothing about the dependency: it was not called, or <c>Ignore</c> or the holder of a permit says so.</summary>
    Ignored,

    /// <summary>The caller cancelled the call before the dependency answered.</summary>
    GivenUp,
    Success,
    Failure,
}
