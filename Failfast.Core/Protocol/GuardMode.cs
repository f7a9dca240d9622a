namespace Failfast.Protocol;

/// <summary>What a host does with the next call.</summary>
internal enum GuardMode
{
    /// <summary>Lets it through and counts it.</summary>
    Counting,

    /// <summary>Lets it through without counting it.</summary>
    PassThrough,

    /// <summary>Rejects it.</summary>
    Rejecting,

    /// <summary>Must decide in a turn: a probe lease, a snapshot of the grain or a change of state is due.</summary>
    Undecided,
}
