using Microsoft.Extensions.Logging;

namespace Failfast.Http;

internal partial class AuthorityNames
{
    [LoggerMessage(FailfastLogEvents.ManyHosts, LogLevel.Warning, "HTTP client '{Client}' calls more than {Most} hosts: those beyond share the breaker '{Breaker}'. Name its breakers by a selector that makes fewer.")]
    private partial void LogFull(string client, int most, string breaker);
}
