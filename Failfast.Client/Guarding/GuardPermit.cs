using Failfast.Local;
using Failfast.Protocol;

namespace Failfast;

/// <summary>
/// A permit for one call, for code that is not a single delegate. End it by <see cref="Succeed"/> or <c>Fail</c>; if it is disposed
/// first, nothing is counted. Only the first of these has an effect.
/// </summary>
/// <remarks>
/// A permit that is never ended expires. A probe fails when its time is over. Otherwise, after <see cref="BreakerSettings.CallTimeout"/>
/// it counts as a failure. Without that setting, if it holds a slot of <see cref="BreakerSettings.MaxConcurrentCalls"/> or a slow-call
/// rule is on, it ends uncounted after <see cref="BreakerSettings.ProbeTimeout"/>, or twice
/// <see cref="BreakerSettings.SlowCallDuration"/> if that is longer.
/// </remarks>
public sealed class GuardPermit : IDisposable
{
    private readonly OutcomeJudge _judge;
    private Action<CallOutcome>? _end;
    private ITimer? _deadline;

    internal GuardPermit(Action<CallOutcome> end, OutcomeJudge judge) => (_end, _judge) = (end, judge);

    /// <summary>Whether it was ended, by a call or by its deadline.</summary>
    public bool IsEnded => Volatile.Read(ref _end) is null;

    /// <summary>The call has succeeded.</summary>
    public void Succeed() => End(CallOutcome.Success);

    /// <summary>The call has failed, whatever <c>ShouldHandle</c> and <c>Ignore</c> say.</summary>
    public void Fail() => End(CallOutcome.Failure);

    /// <summary>
    /// The call has ended with an exception, which is judged as <c>Guard</c> would judge it: a failure, unless <c>ShouldHandle</c> or
    /// <c>Ignore</c> say otherwise, an inner breaker has rejected the call, or the caller has cancelled it.
    /// </summary>
    /// <param name="exception">The call's.</param>
    /// <param name="cancellationToken">The caller's: once it is cancelled, no exception is counted.</param>
    /// <exception cref="ArgumentNullException">The exception is null.</exception>
    public void Fail(Exception exception, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!IsEnded)
            End(_judge.Of(exception, cancellationToken));
    }

    /// <summary>Ends the permit without counting anything, if it was not ended before.</summary>
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
