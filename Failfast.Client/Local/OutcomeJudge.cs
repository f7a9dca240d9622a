using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>Decides what counts as a failure.</summary>
/// <param name="breaker">The breaker's name.</param>
/// <param name="rules">The configured rules.</param>
/// <param name="logger">For rules that throw.</param>
/// <param name="failures">Records the causes of failures; null to record none.</param>
internal sealed partial class OutcomeJudge(string breaker, OutcomeRules rules, ILogger logger, RecentFailures? failures = null)
{
    public bool HasResultRules => !rules.Results.IsEmpty;

    public CallOutcome Of(Exception exception, CancellationToken cancellationToken) =>
        Recorded(Judge(exception, cancellationToken), exception.GetType());

    /// <summary>The call has taken longer than <see cref="BreakerSettings.CallTimeout"/>.</summary>
    public CallOutcome TimedOut() => Failed(typeof(CallTimeoutException));

    /// <summary>The call has failed by rules that are not these.</summary>
    /// <param name="cause">The type of its exception or result.</param>
    public CallOutcome Failed(Type cause) => Recorded(CallOutcome.Failure, cause);

    // VoidResult is the result of a call that has none.
    public CallOutcome OfResult<T>(T result) => !HasResultRules || typeof(T) == typeof(VoidResult)
        ? CallOutcome.Success
        : Recorded(JudgeResult(result), result?.GetType() ?? typeof(T));

    private CallOutcome Recorded(CallOutcome outcome, Type cause)
    {
        if (outcome == CallOutcome.Failure)
            failures?.Record(cause.Name);
        return outcome;
    }

    private CallOutcome Judge(Exception exception, CancellationToken cancellationToken)
    {
        // An inner breaker rejected the call: the dependency was not called.
        if (exception is BreakerOpenException)
            return CallOutcome.Ignored;
        // The caller gave up, whatever the exception: clients wrap a cancellation in errors of their own, or fail on a connection that
        // was closed by it. HttpClient's own time-out is a TaskCanceledException too, but does not cancel this token.
        if (cancellationToken.IsCancellationRequested)
            return CallOutcome.GivenUp;
        try
        {
            if (rules.Ignored?.Invoke(exception) == true)
                return CallOutcome.Ignored;
            if (rules.Exceptions is not { } shouldHandle)
                return CallOutcome.Failure;
            return shouldHandle(exception) ? CallOutcome.Failure : CallOutcome.Success;
        }
        catch (Exception thrown)
        {
            LogRuleThrew(thrown, breaker);
            return CallOutcome.Failure;
        }
    }

    private CallOutcome JudgeResult<T>(T result)
    {
        try
        {
            return rules.Results.IsFailure(result) ? CallOutcome.Failure : CallOutcome.Success;
        }
        catch (Exception thrown)
        {
            LogRuleThrew(thrown, breaker);
            return CallOutcome.Failure;
        }
    }

    [LoggerMessage(FailfastLogEvents.RuleThrew, LogLevel.Error, "ShouldHandle or Ignore of breaker '{Breaker}' threw; the call counts as a failure.")]
    private partial void LogRuleThrew(Exception exception, string breaker);
}
