using Failfast.Hosting;
using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Directories;

/// <summary>One shard of the index.</summary>
[GrainType(IndexShards.GrainType)]
internal sealed partial class IndexShardGrain(
    BreakerStorageSource storage, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<IndexShardGrain> logger)
    : Grain, IIndexShardGrain
{
    // Less than those who ask wait.
    private static readonly TimeSpan ReadBudget = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = new QuietLogger(logger);
    private IndexTable _table = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _table = new IndexTable(storage.Provider, GrainContext.GrainId, time);
        return Task.CompletedTask;
    }

    public async Task Note(IndexEntry[] entries)
    {
        var now = time.GetUtcNow();
        await _table.Change(table => table.With(entries, now));
        StayIfVolatile();
        if (_table.IsFull)
            LogFull(GrainContext.GrainId, IndexShards.MostEntries);
    }

    public async Task<bool> Forget(string name)
    {
        var wasKnown = false;
        await _table.Change(table =>
        {
            wasKnown = table.ContainsKey(name);
            return table.Remove(name);
        });
        StayIfVolatile();
        return wasKnown;
    }

    public async Task<IndexFindings> Find(string? prefix)
    {
        try
        {
            await _table.Read().WaitAsync(ReadBudget);
        }
        catch (Exception)
        {
            // The answer says that it is not complete.
        }

        var now = time.GetUtcNow();
        return new IndexFindings
        {
            Breakers =
            [
                .. _table.Entries.Where(entry => NamePrefix.Fits(prefix, entry.Name))
                    .Select(entry => entry.ToSummary(now)),
            ],
            IsComplete = _table.IsRead,
        };
    }

    // Without storage it is all that remembers.
    private void StayIfVolatile() =>
        DelayDeactivation(storage.Provider is null && _table.Entries.Any() ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
}
