using Microsoft.Extensions.Logging;

namespace Failfast.Api;

internal static partial class ClusterErrors
{
    [LoggerMessage(302, LogLevel.Warning, "The HTTP API could not reach the cluster.")]
    private static partial void LogUnreachable(ILogger logger, Exception error);
}
