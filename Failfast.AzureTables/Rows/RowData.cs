using System.Globalization;
using Azure.Data.Tables;

namespace Failfast.AzureTables.Rows;

/// <summary>
/// Between the data of a state and the properties of a row, in the layout of Orleans' own provider: <c>Data</c>,
/// <c>Data1</c>... for bytes, <c>StringData</c>, <c>StringData1</c>... for text, 15 of 64 KiB at most.
/// </summary>
internal static class RowData
{
    public const int MaxChunks = 15;
    public const int MaxBytesPerChunk = 64 * 1024;
    public const int MaxCharsPerChunk = 32 * 1024;

    private const string Bytes = "Data";
    private const string Text = "StringData";

    /// <exception cref="ArgumentOutOfRangeException">The data doesn't fit into a row.</exception>
    public static void Write(BinaryData data, bool asText, TableEntity row)
    {
        var size = data.ToMemory().Length;
        Check(size, MaxChunks * MaxBytesPerChunk, "bytes", row);
        var number = 0;
        if (asText)
        {
            foreach (var chunk in Split(data.ToString(), row))
                row[Name(Text, number++)] = chunk;
        }
        else
        {
            for (var start = 0; start < size; start += MaxBytesPerChunk)
                row[Name(Bytes, number++)] = data.ToMemory().Slice(start, Math.Min(MaxBytesPerChunk, size - start)).ToArray();
        }
    }

    /// <summary>Null for a row without data, which is what clearing without deleting leaves.</summary>
    /// <exception cref="FormatException">Bytes that came as text are not Base64.</exception>
    public static BinaryData? Read(TableEntity row)
    {
        var bytes = new MemoryStream();
        foreach (var value in Values(row, Bytes))
        {
            // Bytes come as text when the service answers without type annotations.
            var chunk = value as byte[] ?? (value is string text ? Convert.FromBase64String(text) : []);
            bytes.Write(chunk);
        }

        if (bytes.Length > 0)
            return new BinaryData(bytes.ToArray());
        var joined = string.Concat(Values(row, Text).OfType<string>());
        return joined.Length > 0 ? new BinaryData(joined) : null;
    }

    /// <summary>Whether two rows hold the same, chunk by chunk.</summary>
    public static bool AreSame(TableEntity one, TableEntity other) => AreSame(Read(one), Read(other));

    private static bool AreSame(BinaryData? one, BinaryData? other) => one is null || other is null
        ? one is null && other is null
        : one.ToMemory().Span.SequenceEqual(other.ToMemory().Span);

    private static IEnumerable<string> Split(string text, TableEntity row)
    {
        Check(text.Length, MaxChunks * MaxCharsPerChunk, "characters", row);
        var chunks = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(MaxCharsPerChunk, text.Length - start);
            // Half a surrogate pair would not survive the way: it belongs to the next chunk whole.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
                length--;
            if (++chunks > MaxChunks)
                Check(text.Length, (MaxChunks * MaxCharsPerChunk) - MaxChunks, "characters", row);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static IEnumerable<object> Values(TableEntity row, string property)
    {
        for (var number = 0; number < MaxChunks; number++)
            if (row.TryGetValue(Name(property, number), out var value) && value is not null)
                yield return value;
    }

    private static string Name(string property, int number) =>
        number == 0 ? property : property + number.ToString(CultureInfo.InvariantCulture);

    private static void Check(int size, int limit, string what, TableEntity row)
    {
        if (size > limit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, $"The state of {row.PartitionKey} / {row.RowKey} is too large for a row: {size} {what}, {limit} fit.");
        }
    }
}
