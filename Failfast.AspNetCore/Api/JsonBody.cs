using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Failfast.Api;

/// <summary>Reads what a request says. Not left to the framework, which answers a body that can't be read with nothing at all.</summary>
internal static class JsonBody
{
    /// <summary>No request of the API is longer.</summary>
    public static readonly IRequestSizeLimitMetadata Limit = new SizeLimit();

    /// <exception cref="ArgumentException">It is no object of the kind that is asked for; the message says what is wrong.</exception>
    public static async Task<T> Read<T>(HttpRequest request, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted)
                ?? throw new ArgumentException("The body must be a JSON object, not null.");
        }
        catch (JsonException error)
        {
            // The message of the error itself quotes what was sent, be it a key.
            throw new ArgumentException($"The body is no JSON object of the kind that is expected here, at line {error.LineNumber + 1}, {Place(error)}.");
        }
        catch (InvalidOperationException)
        {
            throw new ArgumentException("The body must be a JSON object.");
        }
    }

    private static string Place(JsonException error) => error.Path is { Length: > 1 } path ? $"at {Printable.Of(path)}" : "at its top";

    private sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 64 * 1024;
    }
}
