using System.Collections.Concurrent;
using Failfast.Directories;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>A grain storage in memory, with ETags, that outlives clusters and fails on demand.</summary>
public sealed class FaultyStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (object State, string ETag)> _rows = new();
    private int _writes;
    private int _calls;
    private int _indexWrites;

    /// <summary>What every operation throws, if anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What every write and clear throws, if anything.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>What every write of the directory's index throws, if anything.</summary>
    public Exception? IndexFailure { get; set; }

    /// <summary>What the next write or clear throws once it is applied, if anything.</summary>
    public Exception? LostAnswer { get; set; }

    /// <summary>Writes are answered without an ETag.</summary>
    public bool ForgetsETags { get; set; }

    /// <summary>Writes are answered well, and not made.</summary>
    public bool ConfirmsWithoutWriting { get; set; }

    /// <summary>What every operation waits for, if anything.</summary>
    public Task? Delay { get; set; }

    /// <summary>The number of the one operation that throws, if any.</summary>
    public int? FailsAt { get; set; }

    /// <summary>Operations on breakers' rows that were tried.</summary>
    public int Calls => _calls;

    public int Writes => _writes;

    public int Rows => _rows.Keys.Count(key => !key.EndsWith($"/{IndexTable.StateName}", StringComparison.Ordinal));

    /// <summary>Writes of the directory's index, which are no breaker's and not counted above.</summary>
    public int IndexWrites => _indexWrites;

    /// <summary>As if storage had lost all it had.</summary>
    public void Lose() => _rows.Clear();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Act(stateName);
        (grainState.RecordExists, grainState.ETag) = (false, null!);
        if (_rows.TryGetValue($"{grainId}/{stateName}", out var row))
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)row.State, row.ETag, true);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Act(stateName);
        Interlocked.Increment(ref stateName == IndexTable.StateName ? ref _indexWrites : ref _writes);
        Check(stateName, grainId, grainState.ETag);
        grainState.ETag = Guid.NewGuid().ToString();
        grainState.RecordExists = true;
        if (!ConfirmsWithoutWriting)
            _rows[$"{grainId}/{stateName}"] = (grainState.State!, grainState.ETag);
        if (ForgetsETags)
            grainState.ETag = null!;
        Answer(stateName);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Act(stateName);
        Check(stateName, grainId, grainState.ETag);
        _rows.TryRemove($"{grainId}/{stateName}", out _);
        Answer(stateName);
        (grainState.RecordExists, grainState.ETag) = (false, null!);
    }

    private void Check(string stateName, GrainId grainId, string? etag)
    {
        if ((stateName == IndexTable.StateName ? IndexFailure : WriteFailure) is { } failure)
            throw failure;
        var stored = _rows.TryGetValue($"{grainId}/{stateName}", out var row) ? row.ETag : null;
        if (stored != etag)
            throw new InconsistentStateException($"stored {stored}, given {etag}");
    }

    private void Answer(string stateName)
    {
        if (stateName == IndexTable.StateName)
            return;
        var lost = LostAnswer;
        LostAnswer = null;
        if (lost is not null)
            throw lost;
    }

    private async Task Act(string stateName)
    {
        if (stateName != IndexTable.StateName && Interlocked.Increment(ref _calls) == FailsAt)
            throw new IOException("a hiccup");
        if (Delay is { } delay)
            await delay;
        if (Failure is { } failure)
            throw failure;
    }
}
