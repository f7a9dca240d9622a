using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class LocalBreaker
{
    [LoggerMessage(EventId = FailfastLogEvents.SeesNoOutcomes, Message = "Breaker '{Breaker}' sees no outcomes: for a sampling duration callers have cancelled their calls and none was answered, so that a hanging dependency is not noticed. Set SlowCallDuration to less than callers wait, or set CallTimeout.")]
    private partial void LogGivenUp(LogLevel level, string breaker);

    [LoggerMessage(FailfastLogEvents.GrainUnreachable, LogLevel.Debug, "The grain of breaker '{Breaker}' did not answer.")]
    private partial void LogUnreachable(Exception error, string breaker);
}
