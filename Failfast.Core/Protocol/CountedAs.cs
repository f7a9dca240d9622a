namespace Failfast.Protocol;

/// <summary>What a sweep has counted a call in flight as.</summary>
internal enum CountedAs
{
    /// <summary>No sweep has found it overdue.</summary>
    No,

    /// <summary>As slow; it may fail yet.</summary>
    Slow,

    /// <summary>As slow and failed: there is no more to count.</summary>
    Failed,
}
