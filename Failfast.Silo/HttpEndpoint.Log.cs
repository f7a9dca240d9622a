using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

internal partial class HttpEndpoint
{
    [LoggerMessage(FailfastLogEvents.PageServed, LogLevel.Information, "The page is at {Url}{Prefix}/, the API below it at /api/breakers.")]
    private partial void LogPage(string url, string prefix);

    [LoggerMessage(FailfastLogEvents.PageNotServed, LogLevel.Warning, "No page: {Url} can't be listened on ({Error}). Set {Setting} to another address, or to 'none'.")]
    private partial void LogNoPage(string url, string error, string setting);
}
