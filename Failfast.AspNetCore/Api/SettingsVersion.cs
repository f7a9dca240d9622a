using System.Security.Cryptography;
using System.Text.Json;
using Failfast.Api.Resources;
using Microsoft.Net.Http.Headers;

namespace Failfast.Api;

/// <summary>The ETag of a breaker's settings: the same settings have the same one, on whatever silo they are asked for.</summary>
internal static class SettingsVersion
{
    private const int Bytes = 12;

    public static string Of(BreakerStatus status)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(SettingValues.Of(status.Snapshot.Settings), ApiJson.Default.SettingValues);
        var hash = SHA256.HashData([.. text, (byte)(status.SettingsAreOverridden ? 1 : 0)]);
        return $"\"{Convert.ToHexStringLower(hash.AsSpan(0, Bytes))}\"";
    }

    /// <summary>Whether the value of <c>If-Match</c> covers the version; false for a value that can't be read.</summary>
    public static bool IsMet(string? ifMatch, string version) =>
        EntityTagHeaderValue.TryParseStrictList([ifMatch ?? ""], out var tags)
        && tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && tag.Tag == version));
}
