using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Failfast.Http;

/// <summary>The names of one client's breakers, by the hosts that it calls.</summary>
internal sealed partial class AuthorityNames(string client, ILogger logger)
{
    /// <summary>The most hosts that have a breaker of their own.</summary>
    public const int Most = 1_000;

    private readonly ConcurrentDictionary<(string Host, int Port), string> _names = new();
    private readonly string _others = AuthorityName.OfOthers(client);
    private int _count;
    private int _isWarned;

    /// <exception cref="InvalidOperationException">The request has no absolute address.</exception>
    public string Of(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
            throw new InvalidOperationException(
                $"The request's address '{request.RequestUri}' names no host to find its breaker by: use an absolute one, or set the client's BaseAddress.");
        var key = (address.IdnHost, address.Port);
        return _names.TryGetValue(key, out var known) ? known : Add(key);
    }

    private string Add((string Host, int Port) key)
    {
        var name = AuthorityName.Of(client, key.Host.Trim('[', ']'), key.Port);
        if (Interlocked.Increment(ref _count) <= Most && _names.TryAdd(key, name))
            return name;
        Interlocked.Decrement(ref _count);
        if (_names.TryGetValue(key, out var known))
            return known;
        if (Interlocked.Exchange(ref _isWarned, 1) == 0)
            LogFull(client, Most, _others);
        return _others;
    }
}
