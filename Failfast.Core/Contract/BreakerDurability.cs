namespace Failfast;

/// <summary>Whether a breaker's state is safely stored.</summary>
[GenerateSerializer, Alias("failfast.BreakerDurability")]
public enum BreakerDurability
{
    /// <summary>No storage provider is registered: the state lives in the grain and in its callers' caches.</summary>
    Volatile = 0,

    /// <summary>Everything is written.</summary>
    Durable = 1,

    /// <summary>A write is under way.</summary>
    Pending = 2,

    /// <summary>
    /// The stored state could not be read, or the last write failed. The state is in force; reading or writing is retried.
    /// </summary>
    Failing = 3,
}
