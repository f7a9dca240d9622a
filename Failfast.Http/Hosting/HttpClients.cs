using System.Collections.Concurrent;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Failfast.Http;

/// <summary>What the handlers of each named client share. Handlers come and go with their lifetime; this stays.</summary>
internal sealed class HttpClients(ILogger<BreakerHandler> logger) : IPostConfigureOptions<HttpClientFactoryOptions>
{
    private readonly ConcurrentDictionary<string, ClientTimeout> _timeouts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuthorityNames> _authorities = new(StringComparer.Ordinal);

    public ClientTimeout Timeout(string client) => _timeouts.GetOrAdd(client, static _ => new());

    public AuthorityNames Authorities(string client) => _authorities.GetOrAdd(client, static (client, logger) => new(client, logger), logger);

    // After all that configures the client.
    void IPostConfigureOptions<HttpClientFactoryOptions>.PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        var timeout = Timeout(name ?? "");
        options.HttpClientActions.Add(client => timeout.Note(client.Timeout));
    }
}
