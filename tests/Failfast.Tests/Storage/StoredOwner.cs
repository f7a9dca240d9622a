using Failfast.Storage;

namespace Failfast.Tests.Storage;

/// <summary>Takes the grain's place beside a store.</summary>
internal sealed class StoredOwner
{
    /// <summary>The reason of a record that it refuses to believe.</summary>
    public const string Untrue = "can't be true";

    public TaskCompletionSource<bool> Alone { get; } = new();

    public bool Asked { get; private set; }

    public BreakerRecord? Record { get; private set; }

    public Task Save(BreakerStore store, BreakerRecord? record)
    {
        Record = record;
        return store.Save(record);
    }

    public MergedRecord Merge(BreakerRecord found)
    {
        if (found.Reason == Untrue)
            return new(IsPlausible: false, Record);
        if (Record is null || found.CommandRevision > Record.CommandRevision || found.Generation > Record.Generation)
            Record = found;
        return new(IsPlausible: true, Record);
    }

    public Task<bool> IsAlone()
    {
        Asked = true;
        return Alone.Task;
    }
}
