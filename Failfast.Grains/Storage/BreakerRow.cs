using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// One breaker's row, and what is known of it. Every try has a state object of its own: one that was given up, and goes on
/// somewhere in the provider, touches nothing here. A row that can't be used is left as it is.
/// </summary>
internal sealed class BreakerRow(IGrainStorage storage, GrainId grain, TimeProvider time)
{
    public const string StateName = "breaker";

    private (BreakerRecord? Record, bool MayBeCleared) _before;
    private string? _etag;

    /// <summary>False before the first reading, after a conflict, and while what is there can't be used.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What was last seen in storage; null for no row, or one without data.</summary>
    public BreakerRecord? Record { get; private set; }

    /// <summary>A clear was tried that may have happened or not.</summary>
    public bool MayBeCleared { get; private set; }

    public override string ToString() => $"the row '{StateName}' of {grain}";

    public void Distrust() => IsRead = false;

    /// <exception cref="UnusableRowException">It is not a breaker's.</exception>
    public async Task Read()
    {
        var state = new GrainState<BreakerRecord>(new BreakerRecord());
        await StorageCall.Within(time, token => storage.ReadStateAsync(StateName, grain, state, token));
        if (state.RecordExists && state.State?.IsAnothers() != false)
            throw new UnusableRowException("it holds no state of a breaker");
        _before = (Record, MayBeCleared);
        Know(state);
    }

    /// <summary>What was read can't be true: the row counts as unread, and what was known of it before stands.</summary>
    public UnusableRowException RejectRow()
    {
        (Record, MayBeCleared) = _before;
        Distrust();
        return new UnusableRowException("its numbers can't be true");
    }

    public async Task Write(BreakerRecord record)
    {
        var state = new GrainState<BreakerRecord>(record) { ETag = _etag!, RecordExists = Record is not null };
        await StorageCall.Within(time, token => storage.WriteStateAsync(StateName, grain, state, token));
        state.RecordExists = true;
        if (string.IsNullOrEmpty(state.ETag))
            await Confirm(record);
        else
            Know(state);
    }

    public async Task Clear()
    {
        var state = new GrainState<BreakerRecord>(Record!) { ETag = _etag!, RecordExists = true };
        MayBeCleared = true;
        await StorageCall.Within(time, token => storage.ClearStateAsync(StateName, grain, state, token));
        state.RecordExists = false;
        Know(state);
    }

    // An answer to a write that names no ETag is no proof: a proxy may have given it.
    private async Task Confirm(BreakerRecord record)
    {
        Distrust();
        await Read();
        if (record.SaysTheSameAs(Record))
            return;
        Distrust();
        throw new IOException("the write was confirmed, but storage doesn't hold it");
    }

    private void Know(GrainState<BreakerRecord> state)
    {
        _etag = state.ETag;
        Record = state.RecordExists ? state.State : null;
        MayBeCleared = false;
        IsRead = true;
    }
}
