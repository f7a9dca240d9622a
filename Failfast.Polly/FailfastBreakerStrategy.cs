using Failfast.CallShapes;
using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace Failfast;

/// <summary>Guards the calls of a pipeline. Results, exceptions and rejections pass as outcomes: nothing is thrown.</summary>
/// <param name="breaker">The breaker.</param>
/// <param name="name">Its name.</param>
/// <param name="shouldHandle">What is a failure; null: the breaker's own rules.</param>
/// <param name="telemetry">Polly's.</param>
internal sealed class FailfastBreakerStrategy<TResult>(
    IBreakerGrain breaker, string name, Func<CircuitBreakerPredicateArguments<TResult>, ValueTask<bool>>? shouldHandle,
    ResilienceStrategyTelemetry telemetry) : ResilienceStrategy<TResult>
{
    private readonly TransitionEvents<TResult> _transitions = new(breaker, telemetry);
    private readonly BrokenCircuits<TResult> _rejections = new(name, telemetry);

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        // Inner strategies give the context a token of their own while they run.
        var cancellationToken = context.CancellationToken;
        if (cancellationToken.IsCancellationRequested)
            return Outcome.FromException<TResult>(new OperationCanceledException(cancellationToken));
        var entry = await AwaitedCall.EnterAsync(breaker, cancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        _transitions.Report(context, default);
        if (entry.Rejection is { } rejection)
            return _rejections.Report(rejection, context);
        if (entry.Exception is { } exception)
            return Outcome.FromException<TResult>(exception);

        Outcome<TResult> outcome;
        using (var call = entry.Result!)
        {
            call.MarkContext();
            outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
            await Count(call, outcome, context, cancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }

        _transitions.Report(context, outcome);
        return outcome;
    }

    private async ValueTask Count(AwaitedCall call, Outcome<TResult> outcome, ResilienceContext context, CancellationToken cancellationToken)
    {
        // An inner breaker of a pipeline rejected the call: the dependency was not called, so nothing is counted.
        if (outcome.Exception is BrokenCircuitException)
            return;
        if (outcome.Exception is { } exception && (shouldHandle is null || IsNoAnswer(exception, cancellationToken)))
            call.EndWith(exception, cancellationToken);
        else if (shouldHandle is null)
            call.EndWith(outcome.Result);
        else
            call.EndAs(
                await shouldHandle(new(context, outcome)).ConfigureAwait(context.ContinueOnCapturedContext), outcome.Exception, outcome.Result);
    }

    // The caller has cancelled, or an inner breaker that is in no pipeline has rejected the call.
    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || exception is BreakerOpenException;
}
