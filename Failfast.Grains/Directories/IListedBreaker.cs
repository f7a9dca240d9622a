namespace Failfast.Directories;

/// <summary>A breaker of this silo. Every member may be read on any thread.</summary>
internal interface IListedBreaker
{
    string Name { get; }

    long Generation { get; }

    /// <summary>What most questions need to know of it.</summary>
    (BreakerState State, BreakerAttention Attention) Judge();

    BreakerSummary Summarize();
}
