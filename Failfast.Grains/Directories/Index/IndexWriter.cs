using Failfast.Hosting;
using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Directories;

/// <summary>
/// Tells the index what operators have changed, behind their commands. What can't be stored is tried again until it is; of several
/// commands to one breaker only the last is told. Should this silo end before, the breaker tells again when it is next active.
/// </summary>
internal sealed partial class IndexWriter(
    IGrainFactory grains, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<IndexWriter> logger) : IIndexWriter
{
    private readonly Dictionary<string, IndexEntry> _pending = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly ILogger _logger = new QuietLogger(logger);
    private bool _isWriting;

    public void Note(IndexEntry entry)
    {
        lock (_lock)
        {
            _pending[entry.Name] = entry;
            if (_isWriting)
                return;
            _isWriting = true;
        }

        // Neither on the grain's scheduler nor as part of the command's own request.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(WriteAll);
    }

    private async Task WriteAll()
    {
        var retry = new RetryPause(time);
        while (Pending() is { Length: > 0 } entries)
        {
            var written = await Task.WhenAll(entries.GroupBy(entry => IndexShards.Of(entry.Name)).Select(shard => Write(shard.Key, [.. shard], retry)));
            if (written.All(it => it))
                retry.Reset();
            else
                await retry.Wait();
        }
    }

    private IndexEntry[] Pending()
    {
        lock (_lock)
        {
            _isWriting = _pending.Count > 0;
            return [.. _pending.Values];
        }
    }

    private async Task<bool> Write(GrainId shard, IndexEntry[] entries, RetryPause retry)
    {
        try
        {
            await grains.GetGrain<IIndexShardGrain>(shard).Note(entries);
        }
        catch (Exception error)
        {
            LogFailed(error, shard, retry.Length, StorageTrouble.Describe(error));
            return false;
        }

        lock (_lock)
            foreach (var entry in entries)
                if (_pending.TryGetValue(entry.Name, out var latest) && ReferenceEquals(latest, entry))
                    _pending.Remove(entry.Name);
        return true;
    }
}
