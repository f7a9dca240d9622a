using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>Runs calls that have a time-out.</summary>
internal static class TimedCalls
{
    /// <param name="breaker">The breaker.</param>
    /// <param name="admission">The call's admission.</param>
    /// <param name="timeout">From now on.</param>
    /// <param name="frees">False if the deadline is only counted: then the call gets its caller's token, and the caller waits for its end.</param>
    public static ValueTask<T> Run<TState, T>(
        LocalBreaker breaker, Admission admission, TimeSpan timeout, bool frees, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        var (gate, group) = (admission.Gate!, admission.Group!);
        var started = breaker.Tracker.Start(gate);
        var deadline = new CallDeadline(timeout, breaker.Clock, cancellationToken);
        var slot = breaker.Tracker.Register(gate, group, started);
        T result;
        try
        {
            var task = call(state, frees ? deadline.Token : cancellationToken);
            if (!task.IsCompletedSuccessfully || deadline.Conclude(callHasCompleted: true) != CallDeadline.End.Itself)
                return Await(breaker, admission, timeout, frees, deadline, slot, started, task.AsTask(), cancellationToken);
            result = task.Result;
        }
        catch (Exception exception)
        {
            return Await(breaker, admission, timeout, frees, deadline, slot, started, Task.FromException<T>(exception), cancellationToken);
        }

        breaker.Tracker.Leave(gate, group, slot, breaker.Judge.OfResult(result), started);
        breaker.Admissions.Release(admission);
        return new(result);
    }

    private static async ValueTask<T> Await<T>(
        LocalBreaker breaker, Admission admission, TimeSpan timeout, bool frees, CallDeadline deadline, InFlightCalls.Slot slot, long started,
        Task<T> task, CancellationToken cancellationToken)
    {
        var (gate, group) = (admission.Gate!, admission.Group!);
        var abandoned = false;
        try
        {
            if (!task.IsCompleted)
                await Task.WhenAny(task, deadline.WhenPassed()).ConfigureAwait(false);
            switch (deadline.Conclude(task.IsCompleted))
            {
                case CallDeadline.End.TimedOut when group.IsProbe && !frees:
                    // The session finds it overdue by itself; a late success is still reported below.
                    break;
                case CallDeadline.End.TimedOut:
                    breaker.Tracker.Leave(gate, group, slot, breaker.Judge.TimedOut(), started);
                    if (!frees)
                        return await task.ConfigureAwait(false);
                    abandoned = true;
                    Abandon(breaker, task, admission);
                    throw new CallTimeoutException(breaker.Name, timeout);
                case CallDeadline.End.GivenUp:
                    breaker.Tracker.Leave(gate, group, slot, CallOutcome.GivenUp, started);
                    if (!frees)
                        return await task.ConfigureAwait(false);
                    abandoned = true;
                    Abandon(breaker, task, admission);
                    throw new TaskCanceledException(null, null, cancellationToken);
            }

            return await Judged(breaker, gate, group, slot, started, task, deadline.Token, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!abandoned)
                breaker.Admissions.Release(admission);
        }
    }

    private static async ValueTask<T> Judged<T>(
        LocalBreaker breaker, Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, Task<T> ended, CancellationToken given,
        CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await ended.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            breaker.Tracker.Leave(gate, group, slot, breaker.Judge.Of(exception, cancellationToken), started);
            // The caller knows its own token, not the one that the call was given instead.
            if (exception is OperationCanceledException cancelled && cancelled.CancellationToken == given && cancellationToken.IsCancellationRequested)
                throw new TaskCanceledException(cancelled.Message, cancelled, cancellationToken);
            throw;
        }

        breaker.Tracker.Leave(gate, group, slot, breaker.Judge.OfResult(result), started);
        return result;
    }

    // Nobody waits for the call any more: its exception is observed here, so that it surfaces nowhere else. It keeps its slot until it
    // ends, because the dependency is busy with it until then.
    private static void Abandon(LocalBreaker breaker, Task call, Admission admission) => call.ContinueWith(
        (ended, _) =>
        {
            GC.KeepAlive(ended.Exception);
            breaker.Admissions.Release(admission);
        },
        null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
