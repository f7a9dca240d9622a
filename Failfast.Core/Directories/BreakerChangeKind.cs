namespace Failfast;

/// <summary>What has happened to breakers of the directory.</summary>
[GenerateSerializer, Alias("failfast.BreakerChangeKind")]
public enum BreakerChangeKind
{
    /// <summary>
    /// More than can be told one by one: list again. It comes first of all, when a silo is lost, and when very many breakers have changed.
    /// </summary>
    Reset = 0,

    /// <summary>A breaker is new, or has changed. Of several changes in a short time only the last is told.</summary>
    Changed = 1,

    /// <summary>A breaker is not listed any more: its grain is not active, and no operator has changed it.</summary>
    Gone = 2,
}
