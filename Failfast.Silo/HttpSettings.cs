using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Failfast.Silo;

/// <summary>Where the silo serves HTTP, and to whom.</summary>
internal sealed record HttpSettings(string Url, bool IsDefault, string? HealthUrl, string? ApiKey, string? ReadKey)
{
    /// <summary>The address of page, API and health; <see cref="None"/> turns them off.</summary>
    public const string UrlKey = "Http:Url";

    /// <summary>A further address of health alone, which may be one that everybody reaches.</summary>
    public const string HealthUrlKey = "Http:HealthUrl";

    public const string ApiKeyKey = "Http:ApiKey";
    public const string ReadKeyKey = "Http:ReadKey";
    public const string None = "none";
    public const string DefaultUrl = "http://127.0.0.1:8088";

    public bool IsOff => Url.Equals(None, StringComparison.OrdinalIgnoreCase);

    public bool HasKey => ApiKey is not null || ReadKey is not null;

    /// <exception cref="InvalidOperationException">Anybody could steer.</exception>
    public static HttpSettings Read(IConfiguration configuration)
    {
        var url = Value(configuration, UrlKey);
        var settings = new HttpSettings(
            url ?? DefaultUrl, url is null, Value(configuration, HealthUrlKey), Value(configuration, ApiKeyKey), Value(configuration, ReadKeyKey));
        return settings.IsOff || settings.HasKey || settings.Url.Split(';').All(IsLocal)
            ? settings
            : throw new InvalidOperationException(
                $"{UrlKey} is '{settings.Url}', which can be reached from elsewhere, and no key is set: whoever reaches it could steer breakers. " +
                $"Set {ApiKeyKey} (at least {FailfastApiKeyOptions.MinKeyLength} characters), or listen on http://127.0.0.1 only; health alone may be public, on {HealthUrlKey}.");
    }

    private static string? Value(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value ? value : null;

    private static bool IsLocal(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
