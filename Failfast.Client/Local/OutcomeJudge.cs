using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>Decides what counts as a failure.</summary>
/// <param name="breaker">The breaker's name.</param>
/// <param name="rules">The configured rules.</param>
/// <param name="logger">For rules that throw.</param>
/// <param name="failures">Records the causes of failures; null to record none.</param>
/// <param name="heed">Told how long the dependency wants not to be called; null if nobody listens.</param>
internal sealed partial class OutcomeJudge(
    string breaker, OutcomeRules rules, ILogger logger, RecentFailures? failures = null, Action<TimeSpan>? heed = null)
{
    public bool ReadsResults => rules.ReadsResults;

    public CallOutcome Of(Exception exception, CancellationToken cancellationToken) =>
        Recorded(Judge(exception, cancellationToken), exception.GetType(), exception);

    /// <summary>The call has taken longer than <see cref="BreakerSettings.CallTimeout"/>.</summary>
    public CallOutcome TimedOut() => Recorded(CallOutcome.Failure, typeof(CallTimeoutException));

    /// <summary>The call has ended, and rules that are not these say how.</summary>
    public CallOutcome Judged<T>(bool isFailure, Exception? exception, T? result)
    {
        Heed(exception, result);
        return Recorded(
            isFailure ? CallOutcome.Failure : CallOutcome.Success, exception?.GetType() ?? result?.GetType() ?? typeof(T), exception);
    }

    // VoidResult is the result of a call that has none.
    public CallOutcome OfResult<T>(T result)
    {
        if (!ReadsResults || typeof(T) == typeof(VoidResult))
            return CallOutcome.Success;
        Heed(exception: null, result);
        return Recorded(JudgeResult(result), result?.GetType() ?? typeof(T));
    }

    /// <summary>A call has failed because it took too long, whatever its end will be.</summary>
    public void FailedBySlowness() => failures?.Record(FailureCauses.SlowCall);

    private CallOutcome Recorded(CallOutcome outcome, Type cause, Exception? exception = null)
    {
        if (outcome == CallOutcome.Failure)
            failures?.Record(cause.Name, MessageOf(exception));
        return outcome;
    }

    private void Heed<T>(Exception? exception, T? result)
    {
        if (rules.RetryAfter is not { } rule || heed is null)
            return;
        try
        {
            if (rule(new EndedCall(exception, result)) is { } wait && wait > TimeSpan.Zero)
                heed(wait);
        }
        catch (Exception thrown)
        {
            LogRetryAfterThrew(thrown, breaker);
        }
    }

    // A property of a type that is not ours.
    private static string? MessageOf(Exception? exception)
    {
        try
        {
            return exception?.Message;
        }
        catch (Exception)
        {
            return null;
        }
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
        Heed<object>(exception, null);
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
}
