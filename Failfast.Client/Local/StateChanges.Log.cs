using Microsoft.Extensions.Logging;

namespace Failfast.Local;

internal partial class StateChanges
{
    [LoggerMessage(EventId = FailfastLogEvents.StateHere, Message = "Breaker '{Breaker}' is {State} here, as decided by {Scope}: {Cause}.")]
    private partial void LogState(LogLevel level, string breaker, BreakerState state, BreakerScope scope, string cause);
}
