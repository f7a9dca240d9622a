using Failfast.Local;
using Failfast.Protocol;

namespace Failfast;

/// <summary>
/// Leave to make one call, for code that is no single delegate. End it by <see cref="Succeed"/> or one of the <c>Fail</c>s; disposing
/// of it before counts nothing. Only the first of these counts. A permit that nobody ends is void at its deadline: when
/// <see cref="BreakerSettings.CallTimeout"/> has passed, which counts as a failure; else, if it is a probe, or holds a place of
/// <see cref="BreakerSettings.MaxConcurrentCalls"/>, or may be slow, after <see cref="BreakerSettings.ProbeTimeout"/>, or twice
/// <see cref="BreakerSettings.SlowCallDuration"/> if that is longer, which counts nothing.
/// </summary>
public sealed class GuardPermit : IDisposable
{
    private readonly OutcomeJudge _judge;
    private Action<CallOutcome>? _end;
    private ITimer? _deadline;

    internal GuardPermit(Action<CallOutcome> end, OutcomeJudge judge) => (_end, _judge) = (end, judge);

    /// <summary>Whether it was ended, by anybody or by its deadline.</summary>
    public bool IsEnded => Volatile.Read(ref _end) is null;

    /// <summary>The call has ended well.</summary>
    public void Succeed() => End(CallOutcome.Success);

    /// <summary>The call has failed, whatever <c>ShouldHandle</c> and <c>Ignore</c> say.</summary>
    public void Fail() => End(CallOutcome.Failure);

    /// <summary>
    /// The call has ended with an exception, which counts as <c>Guard</c> would count it: a failure, unless <c>ShouldHandle</c> or
    /// <c>Ignore</c> say otherwise, an inner breaker has rejected the call, or the caller has cancelled it.
    /// </summary>
    /// <param name="exception">The call's.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, no exception counts anything.</param>
    public void Fail(Exception exception, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!IsEnded)
            End(_judge.Of(exception, cancellationToken));
    }

    /// <summary>Nothing was learned, if the permit was not ended before: the call was not made, or given up.</summary>
    public void Dispose() => End(CallOutcome.Ignored);

    internal void EndAfter(TimeSpan deadline, CallOutcome outcome, HostClock clock)
    {
        var timer = clock.After(deadline, static it => ((Late)it!).Pass(), new Late(this, outcome));
        Volatile.Write(ref _deadline, timer);
        if (IsEnded)
            timer.Dispose();
    }

    private void End(CallOutcome outcome)
    {
        if (Interlocked.Exchange(ref _end, null) is not { } end)
            return;
        Volatile.Read(ref _deadline)?.Dispose();
        end(outcome);
    }

    private sealed record Late(GuardPermit Permit, CallOutcome Outcome)
    {
        public void Pass()
        {
            if (!Permit.IsEnded)
                Permit.End(Outcome == CallOutcome.Failure ? Permit._judge.TimedOut() : Outcome);
        }
    }
}
