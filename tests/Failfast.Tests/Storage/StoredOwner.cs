using Failfast.Storage;

namespace Failfast.Tests.Storage;

/// <summary>Takes the grain's place beside a store.</summary>
internal sealed class StoredOwner : IStoreOwner
{
    /// <summary>The reason of a record that it refuses to believe.</summary>
    public const string Untrue = "can't be true";

    public TaskCompletionSource<bool> Alone { get; } = new();

    public bool Asked { get; private set; }

    public bool Ended { get; private set; }

    public BreakerRecord? Record { get; set; }

    public bool Recall(BreakerRecord found)
    {
        if (found.Reason == Untrue)
            return false;
        if (Record is null || found.CommandRevision > Record.CommandRevision || found.Generation > Record.Generation)
            Record = found;
        return true;
    }

    public Task<bool> IsAlone()
    {
        Asked = true;
        return Alone.Task;
    }

    public void Superseded() => Ended = true;

    public void StoreChanged()
    {
    }
}
