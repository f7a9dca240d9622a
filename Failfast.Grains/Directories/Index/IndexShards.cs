namespace Failfast.Directories;

/// <summary>Which shard of the index a breaker belongs to. A row of a table holds 1 MB, so that one shard would not do.</summary>
internal static class IndexShards
{
    public const string GrainType = "failfast.index";

    /// <summary>Never change it: names would be looked for where they are not.</summary>
    public const int Count = 32;

    /// <summary>Of one shard: about 0.8 MB at the very most.</summary>
    public const int MostEntries = 2_000;

    public static IEnumerable<GrainId> All => Enumerable.Range(0, Count).Select(Id);

    public static GrainId Of(string breaker)
    {
        // FNV-1a: the same in every process and version.
        var hash = 2166136261u;
        foreach (var character in breaker)
            hash = (hash ^ character) * 16777619u;
        return Id((int)(hash % Count));
    }

    private static GrainId Id(int number) => GrainId.Create(GrainType, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
