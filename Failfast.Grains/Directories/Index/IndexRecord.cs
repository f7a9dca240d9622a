namespace Failfast.Directories;

/// <summary>What storage holds of a shard. Members are only ever added.</summary>
[GenerateSerializer, Alias("failfast.IndexRecord")]
internal sealed class IndexRecord
{
    [Id(0)]
    public List<IndexEntry>? Entries { get; set; }
}
