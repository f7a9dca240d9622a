using Microsoft.Extensions.Logging;

namespace Failfast.Api;

internal static partial class ClusterErrors
{
    [LoggerMessage(FailfastLogEvents.ClusterUnreachable, LogLevel.Warning, "The HTTP API could not reach the cluster.")]
    private static partial void LogUnreachable(ILogger logger, Exception error);
}
