using System.Collections.Immutable;

namespace Failfast.Directories;

/// <summary>What commands change in a shard.</summary>
internal static class IndexChanges
{
    /// <summary>The same table if it holds all of this already.</summary>
    public static ImmutableDictionary<string, IndexEntry> With(
        this ImmutableDictionary<string, IndexEntry> table, IEnumerable<IndexEntry> entries, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            var known = table.GetValueOrDefault(entry.Name);
            if (known is not null && (entry.IsOlderThan(known) || entry.SaysTheSameAs(known)))
                continue;
            if (entry.IsOver())
                table = table.Remove(entry.Name);
            else if (known is not null || table.Count < IndexShards.MostEntries)
                table = table.SetItem(entry.Name, entry with { ToldAt = now });
        }

        return table;
    }
}
