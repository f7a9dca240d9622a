using Microsoft.Extensions.Logging;

namespace Failfast.Security;

internal static partial class Audit
{
    [LoggerMessage(FailfastLogEvents.OperatorAction, LogLevel.Information, "{User} from {Address}: {Action} breaker {Breaker}: {Outcome}. Reason: {Reason}")]
    private static partial void LogAction(
        ILogger logger, string user, string address, string action, string breaker, string outcome, string reason);
}
