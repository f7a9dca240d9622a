namespace Failfast.Storage;

/// <summary>How a try to write a breaker's row ended.</summary>
internal enum StorageOutcome
{
    Success,

    /// <summary>Another activation has written; the row is read again.</summary>
    Conflict,
    Failure,
}
