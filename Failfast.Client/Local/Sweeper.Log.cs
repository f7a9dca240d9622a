using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class Sweeper
{
    [LoggerMessage(FailfastLogEvents.SweepFailed, LogLevel.Error, "A sweep of breaker '{Breaker}' failed; it is tried again.")]
    private partial void LogSweepFailed(Exception error, string breaker);
}
