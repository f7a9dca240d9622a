using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class SettingsComparison
{
    [LoggerMessage(EventId = FailfastLogEvents.ConfiguredDifferently, Message = "Breaker '{Breaker}' is configured differently in this silo and in that of its grain, which counts: {Difference}.")]
    private partial void LogDifference(LogLevel level, string breaker, string difference);
}
