namespace Failfast.Protocol;

/// <summary>How a sweep has counted a call in flight.</summary>
internal enum CountedAs
{
    /// <summary>Not counted: no sweep has found it slow.</summary>
    No,

    /// <summary>As slow; its failure would still be counted.</summary>
    Slow,

    /// <summary>As slow and failed: nothing more is counted.</summary>
    Failed,
}
