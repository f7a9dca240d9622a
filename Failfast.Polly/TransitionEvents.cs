using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace Failfast;

/// <summary>
/// Reports the breaker's transitions to Polly's telemetry, under the names and with the arguments of Polly's own breaker. A transition may come
/// from another process: it is reported by the next call through this pipeline.
/// </summary>
internal sealed class TransitionEvents<TResult>(IBreakerGrain breaker, ResilienceStrategyTelemetry telemetry)
{
    private readonly Lock _turn = new();
    private volatile BreakerState _reported = BreakerState.Closed;

    public void Report(ResilienceContext context, Outcome<TResult> outcome)
    {
        if (breaker.State == _reported)
            return;
        BreakerSnapshot snapshot;
        // Read again within the turn, so that a thread that has read early reports nothing that is over.
        lock (_turn)
        {
            snapshot = breaker.Snapshot;
            if (snapshot.State == _reported)
                return;
            _reported = snapshot.State;
        }

        switch (snapshot.State)
        {
            case BreakerState.Open or BreakerState.Isolated:
                var isManual = snapshot.State == BreakerState.Isolated;
                telemetry.Report(
                    new(ResilienceEventSeverity.Error, "OnCircuitOpened"), context, outcome,
                    new OnCircuitOpenedArguments<TResult>(context, outcome, snapshot.RetryAfter ?? TimeSpan.MaxValue, isManual));
                break;
            case BreakerState.HalfOpen:
                telemetry.Report(
                    new(ResilienceEventSeverity.Warning, "OnCircuitHalfOpened"), context, new OnCircuitHalfOpenedArguments(context));
                break;
            default:
                // Closed, or disabled by an operator.
                telemetry.Report(
                    new(ResilienceEventSeverity.Information, "OnCircuitClosed"), context, outcome,
                    new OnCircuitClosedArguments<TResult>(context, outcome, snapshot.State == BreakerState.Disabled));
                break;
        }
    }
}
