using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>
/// Decides how a call with a time-out ends: by its own end, its caller's cancellation or the deadline, whichever comes first. The
/// deadline frees the caller in any case. The call's token is cancelled by its caller or by the deadline.
/// </summary>
internal sealed class CallDeadline : CancellationTokenSource
{
    private const int Running = 0;
    private const int CallerCancelled = 1;
    private const int CallEnded = 2;
    private const int TimedOut = 3;
    private const int GivenUp = 4;

    private readonly CancellationToken _callers;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;
    private TaskCompletionSource? _passed;
    private int _state;

    public CallDeadline(TimeSpan timeout, HostClock clock, CancellationToken callers)
    {
        _callers = callers;
        _registration = callers.UnsafeRegister(static it => ((CallDeadline)it!).CancelByCaller(), this);
        _timer = clock.After(timeout, static it => ((CallDeadline)it!).Pass(), this);
    }

    /// <summary>How a call with a deadline ended.</summary>
    public enum End
    {
        /// <summary>The call ended.</summary>
        Itself,

        /// <summary>The deadline came first; the call may still run.</summary>
        TimedOut,

        /// <summary>Its caller cancelled it, and it was still running at the deadline.</summary>
        GivenUp,
    }

    /// <summary>Completes when the caller must not wait any longer. Most calls never ask.</summary>
    public Task WhenPassed()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A full fence: either the deadline finds it, or its mark is seen here.
        Interlocked.Exchange(ref _passed, passed);
        if (Volatile.Read(ref _state) is TimedOut or GivenUp)
            passed.TrySetResult();
        return passed.Task;
    }

    /// <summary>Returns how the call ended; call it when the call or <see cref="WhenPassed"/> has completed.</summary>
    public End Conclude(bool callHasCompleted)
    {
        if (callHasCompleted)
            Interlocked.CompareExchange(ref _state, CallEnded, Running);
        _timer.Dispose();
        // Not Dispose, which would wait for a cancellation in progress. The source itself is not disposed, because the call may still use
        // its token.
        _registration.Unregister();
        return Volatile.Read(ref _state) switch
        {
            TimedOut => End.TimedOut,
            GivenUp when !callHasCompleted => End.GivenUp,
            _ => End.Itself,
        };
    }

    private void CancelByCaller()
    {
        if (Interlocked.CompareExchange(ref _state, CallerCancelled, Running) == Running)
            Cancel();
    }

    private void Pass()
    {
        // The caller's cancellation comes first if it has begun, even if our callback has not run yet.
        var end = _callers.IsCancellationRequested ? GivenUp : TimedOut;
        if (Interlocked.CompareExchange(ref _state, end, Running) != Running &&
            Interlocked.CompareExchange(ref _state, GivenUp, CallerCancelled) != CallerCancelled)
        {
            return;
        }

        // The caller is freed first: the token's callbacks are the call's and may take long.
        Volatile.Read(ref _passed)?.TrySetResult();
        try
        {
            Cancel();
        }
        catch (AggregateException)
        {
            // Thrown by a callback of the call, for which nobody waits any more.
        }
    }
}
