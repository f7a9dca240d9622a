using System.Runtime.Serialization;

namespace Failfast.Storage;

/// <summary>Tells a row that can't be read from a storage that can't be reached. Providers have no common word for it.</summary>
internal static class UnreadableRow
{
    /// <param name="error">What reading ended with.</param>
    /// <param name="etag">The ETag it left. A provider that knows it has had the row, and stumbled over what is in it.</param>
    public static bool Is(Exception error, string? etag) => !string.IsNullOrEmpty(etag) || Causes(error).Any(IsOfForm);

    private static bool IsOfForm(Exception cause) => cause is FormatException or InvalidCastException or SerializationException
        or System.Text.Json.JsonException or Newtonsoft.Json.JsonException or Orleans.Serialization.SerializerException;

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
