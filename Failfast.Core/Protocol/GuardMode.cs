namespace Failfast.Protocol;

/// <summary>What a host does with the next call.</summary>
internal enum GuardMode
{
    /// <summary>Lets it through and counts it.</summary>
    Counting,

    /// <summary>Lets it through and forgets it.</summary>
    PassThrough,

    /// <summary>Rejects it.</summary>
    Rejecting,

    /// <summary>Has to think: a probe lease, a snapshot of the grain, or a change is due.</summary>
    Undecided,
}
