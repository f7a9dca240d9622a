namespace Failfast.AzureTables.Rows;

/// <summary>The keys of a row, as Orleans' own provider makes them.</summary>
/// <param name="Partition"><c>{ServiceId}_{grainId}</c>.</param>
/// <param name="Row">The name of the state.</param>
internal readonly record struct RowKeys(string Partition, string Row)
{
    private const int Longest = 1023;

    public static RowKeys Of(string serviceId, GrainId grain, string stateName) =>
        new(Sanitise($"{serviceId}_{grain}"), Sanitise(stateName));

    public override string ToString() => $"{Partition} / {Row}";

    private static string Sanitise(string key)
    {
        key = key.Replace('/', '_').Replace('\\', '_').Replace('#', '_').Replace('?', '_');
        return key.Length <= Longest
            ? key
            : throw new ArgumentException($"The table key '{key}' has {key.Length} characters: {Longest} are allowed.", nameof(key));
    }
}
