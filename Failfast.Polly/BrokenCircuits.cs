using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace Failfast;

/// <summary>Turns rejections into what strategies for Polly's own breaker handle, and reports them.</summary>
internal sealed class BrokenCircuits<TResult>(string breaker, ResilienceStrategyTelemetry telemetry)
{
    private static readonly ResilienceEvent s_event = new(ResilienceEventSeverity.Warning, FailfastPollyEvents.Rejected);

    // Made once: rejections are frequent, and the inner exception forms its message only when it is read.
    private readonly string _message = $"Breaker '{breaker}' has rejected the call; the inner exception says why.";

    public Outcome<TResult> Report(BreakerRejection rejection, ResilienceContext context)
    {
        var exception = Exception(rejection);
        telemetry.SetTelemetrySource(exception);
        var outcome = Outcome.FromException<TResult>(exception);
        telemetry.Report(s_event, context, outcome, rejection);
        return outcome;
    }

    private BrokenCircuitException Exception(BreakerRejection rejection)
    {
        var inner = rejection.ToException();
        return inner switch
        {
            { State: BreakerState.Isolated, Cause: RejectionCause.State } => new IsolatedCircuitException(_message, inner),
            { RetryAfter: { } wait } => new BrokenCircuitException(_message, wait, inner),
            _ => new BrokenCircuitException(_message, inner),
        };
    }
}
