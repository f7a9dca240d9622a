using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

internal partial class BreakerReadiness
{
    [LoggerMessage(FailfastLogEvents.ReadyWithoutState, LogLevel.Warning, "Ready without the stored state of breaker '{Breaker}': {Why}.")]
    private partial void LogNotRead(string breaker, string why);
}
