using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Failfast.Security;

/// <summary>Whose key it is, and whose session. A key is compared with each of ours, in a time that says nothing of either.</summary>
internal sealed class ApiKeySessions(IOptions<FailfastApiKeyOptions> options, TimeProvider time)
{
    private readonly List<Known> _keys = [.. Known.Of(options.Value)];

    public TimeSpan Lifetime => options.Value.SessionLifetime;

    public ApiKeyRole? RoleOfKey(string? key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key ?? ""));
        ApiKeyRole? role = null;
        foreach (var known in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, known.Hash))
                role = known.Role;
        return role;
    }

    public ApiKeyRole? RoleOfToken(string token) =>
        _keys.FirstOrDefault(known => known.Token.IsGood(token, time.GetUtcNow()))?.Role;

    /// <summary>A token for the cookie; null if that is not a key.</summary>
    public string? SignIn(string? key) => RoleOfKey(key) is { } role
        ? _keys.Single(known => known.Role == role).Token.Issue(time.GetUtcNow() + Lifetime)
        : null;

    private sealed record Known(ApiKeyRole Role, byte[] Hash, SessionToken Token)
    {
        public static IEnumerable<Known> Of(FailfastApiKeyOptions options) =>
            new[] { (Role: ApiKeyRole.Read, Key: options.ReadKey), (Role: ApiKeyRole.Steer, Key: options.SteerKey) }
                .Where(it => it.Key is not null)
                .Select(it => new Known(it.Role, SHA256.HashData(Encoding.UTF8.GetBytes(it.Key!)), new SessionToken(it.Key!)));
    }
}
