using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class OutcomeJudge
{
    [LoggerMessage(FailfastLogEvents.RetryAfterThrew, LogLevel.Error, "RetryAfter of breaker '{Breaker}' threw; the next break has its usual length.")]
    private partial void LogRetryAfterThrew(Exception exception, string breaker);

    [LoggerMessage(FailfastLogEvents.RuleThrew, LogLevel.Error, "ShouldHandle or Ignore of breaker '{Breaker}' threw; the call counts as a failure.")]
    private partial void LogRuleThrew(Exception exception, string breaker);
}
