namespace Failfast.Storage;

/// <summary>Whose state a <see cref="BreakerStore"/> keeps.</summary>
internal interface IStoreOwner
{
    /// <summary>What storage should hold now; null for a breaker that is plain closed and needs no row.</summary>
    BreakerRecord? Record { get; }

    /// <summary>Takes what was found in storage. False if it can't be true.</summary>
    bool Recall(BreakerRecord found);

    /// <summary>Whether the cluster has no other activation of the breaker.</summary>
    Task<bool> IsAlone();

    /// <summary>Another activation has taken over and cleared the row: what this one remembers is of no use any more.</summary>
    void Superseded();

    /// <summary>The store has got something written, or has failed to.</summary>
    void StoreChanged();
}
