using Microsoft.Extensions.Logging;

namespace Failfast.Hosting;

internal partial class StormLog
{
    [LoggerMessage(EventId = FailfastLogEvents.More, Message = "{Count} more {Breaker} {Happened} in the last second: {Breakers}.")]
    private partial void LogMore(LogLevel level, int count, string breaker, string happened, string breakers);
}
