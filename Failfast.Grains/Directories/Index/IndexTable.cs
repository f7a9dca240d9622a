using System.Collections.Immutable;
using Failfast.Storage;
using Orleans.Storage;

namespace Failfast.Directories;

/// <summary>The entries of one shard, and their row. Changes come one after the other; reading may come in between.</summary>
/// <param name="storage">Null keeps them in memory only.</param>
/// <param name="grain">The shard.</param>
/// <param name="time">Of the grains.</param>
internal sealed class IndexTable(IGrainStorage? storage, GrainId grain, TimeProvider time)
{
    public const string StateName = "index";

    private ImmutableDictionary<string, IndexEntry> _entries = ImmutableDictionary<string, IndexEntry>.Empty;
    private Task? _reading;
    private string? _etag;
    private bool _exists;

    /// <summary>False before the first reading, and after a conflict.</summary>
    public bool IsRead { get; private set; } = storage is null;

    public bool IsFull => _entries.Count >= IndexShards.MostEntries;

    /// <summary>As last read or written.</summary>
    public IEnumerable<IndexEntry> Entries => _entries.Values;

    public Task Read() => IsRead ? Task.CompletedTask : _reading is { IsCompleted: false } ? _reading : _reading = ReadOnce(storage!);

    /// <summary>Makes a change and stores it; one that changes nothing is not stored. A conflict is read and made anew, once.</summary>
    public async Task Change(Func<ImmutableDictionary<string, IndexEntry>, ImmutableDictionary<string, IndexEntry>> change)
    {
        for (var tries = 1; ; tries++)
        {
            await Read();
            var changed = change(_entries);
            if (ReferenceEquals(changed, _entries))
                return;
            try
            {
                if (storage is not null)
                    await Write(storage, changed);
                _entries = changed;
                return;
            }
            catch (InconsistentStateException)
            {
                IsRead = false;
                if (tries > 1)
                    throw;
            }
        }
    }

    private async Task ReadOnce(IGrainStorage from)
    {
        var state = new GrainState<IndexRecord>(new IndexRecord());
        await StorageCall.Within(time, token => from.ReadStateAsync(StateName, grain, state, token));
        var entries = state.RecordExists ? state.State?.Entries ?? [] : [];
        _entries = entries.Where(entry => BreakerName.IsValid(entry?.Name) && Enum.IsDefined(entry!.State))
            .DistinctBy(entry => entry.Name, StringComparer.Ordinal).ToImmutableDictionary(entry => entry.Name, StringComparer.Ordinal);
        Know(state);
        IsRead = true;
    }

    private async Task Write(IGrainStorage to, ImmutableDictionary<string, IndexEntry> entries)
    {
        var state = new GrainState<IndexRecord>(new IndexRecord { Entries = [.. entries.Values] }) { ETag = _etag!, RecordExists = _exists };
        await StorageCall.Within(time, token => to.WriteStateAsync(StateName, grain, state, token));
        state.RecordExists = true;
        Know(state);
    }

    private void Know(GrainState<IndexRecord> state) => (_etag, _exists) = (state.ETag, state.RecordExists);
}
