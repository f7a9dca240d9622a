using System.Security.Cryptography;
using System.Text;

namespace Failfast.Http;

/// <summary>The name of the breaker for one client and one host: the same in every process.</summary>
internal static class AuthorityName
{
    private const string Legal = "._:@-";
    private const int HashBytes = 4;

    /// <param name="client">The client's name.</param>
    /// <param name="host">A host name, or an address without brackets.</param>
    /// <param name="port">The port.</param>
    public static string Of(string client, string host, int port) => Legalised($"{client}@{host}-{port}");

    /// <summary>The name for all hosts beyond the first thousand.</summary>
    public static string OfOthers(string client) => Legalised($"{client}@other");

    // A hash keeps two names apart that would become one.
    private static string Legalised(string name)
    {
        if (BreakerName.IsValid(name))
            return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes));
        var legal = string.Concat(name.Select(it => char.IsAsciiLetterOrDigit(it) || Legal.Contains(it, StringComparison.Ordinal) ? it : '_'));
        return $"{legal[..Math.Min(legal.Length, BreakerName.MaxLength - hash.Length - 1)]}-{hash}";
    }
}
