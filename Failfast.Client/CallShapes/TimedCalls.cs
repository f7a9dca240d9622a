using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.CallShapes;

/// <summary>Runs calls that have a time-out.</summary>
internal static class TimedCalls
{
    /// <param name="breaker">The breaker.</param>
    /// <param name="admission">By which the call was let in.</param>
    /// <param name="timeout">From now on.</param>
    /// <param name="frees">False if the deadline only counts: the call has its caller's token, and both go on until it ends.</param>
    public static async ValueTask<T> Run<TState, T>(
        LocalBreaker breaker, Admission admission, TimeSpan timeout, bool frees, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        var (gate, group) = (admission.Gate!, admission.Group!);
        var started = breaker.Tracker.Start(gate);
        var abandoned = false;
        var deadline = new CallDeadline(timeout, breaker.Clock, cancellationToken);
        var slot = breaker.Tracker.Register(gate, group, started);
        var task = Started(call, state, frees ? deadline.Token : cancellationToken);
        try
        {
            if (!task.IsCompleted)
                await Task.WhenAny(task, deadline.Passed).ConfigureAwait(false);
            switch (deadline.Conclude(task.IsCompleted))
            {
                case CallDeadline.End.TimedOut when group.IsProbe && !frees:
                    // It is late by now; should it succeed after all, that is told.
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
            // The caller knows his own token, not the one that the call was given instead.
            if (exception is OperationCanceledException cancelled && cancelled.CancellationToken == given && cancellationToken.IsCancellationRequested)
                throw new TaskCanceledException(cancelled.Message, cancelled, cancellationToken);
            throw;
        }

        breaker.Tracker.Leave(gate, group, slot, breaker.Judge.OfResult(result), started);
        return result;
    }

    private static Task<T> Started<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return call(state, cancellationToken).AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    // Nobody waits for it any more: its exception is looked at here, so that it surfaces nowhere else. Its place it keeps as long
    // as it runs, for so long the dependency has it too.
    private static void Abandon(LocalBreaker breaker, Task call, Admission admission) => call.ContinueWith(
        (ended, _) =>
        {
            GC.KeepAlive(ended.Exception);
            breaker.Admissions.Release(admission);
        },
        null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
