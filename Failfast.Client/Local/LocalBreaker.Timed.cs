using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Calls that hold a place, or have a time-out.</summary>
internal sealed partial class LocalBreaker
{
    private async ValueTask<T> RunLimited<TState, T>(
        Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await Run(admission.Group!, admission.Gate!, call, state, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Release(admission);
        }
    }

    /// <param name="frees">False if the deadline only counts: the call has its caller's token, and both go on until it ends.</param>
    private async ValueTask<T> RunTimed<TState, T>(
        Admission admission, TimeSpan timeout, bool frees, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        var (gate, group) = (admission.Gate!, admission.Group!);
        var started = Start(gate);
        var abandoned = false;
        var deadline = new CallDeadline(timeout, Clock, cancellationToken);
        var slot = Register(gate, group, started);
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
                    Leave(gate, group, slot, Judge.TimedOut(), started);
                    if (!frees)
                        return await task.ConfigureAwait(false);
                    abandoned = true;
                    Abandon(task, admission);
                    throw new CallTimeoutException(Name, timeout);
                case CallDeadline.End.GivenUp:
                    Leave(gate, group, slot, CallOutcome.GivenUp, started);
                    if (!frees)
                        return await task.ConfigureAwait(false);
                    abandoned = true;
                    Abandon(task, admission);
                    throw new TaskCanceledException(null, null, cancellationToken);
            }

            return await Judged(gate, group, slot, started, task, deadline.Token, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!abandoned)
                Release(admission);
        }
    }

    private async ValueTask<T> Judged<T>(
        Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, Task<T> ended, CancellationToken given,
        CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await ended.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Leave(gate, group, slot, Judge.Of(exception, cancellationToken), started);
            // The caller knows his own token, not the one that the call was given instead.
            if (exception is OperationCanceledException cancelled && cancelled.CancellationToken == given && cancellationToken.IsCancellationRequested)
                throw new TaskCanceledException(cancelled.Message, cancelled, cancellationToken);
            throw;
        }

        Leave(gate, group, slot, Judge.OfResult(result), started);
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
    private void Abandon(Task call, Admission admission) => call.ContinueWith(
        (ended, _) =>
        {
            GC.KeepAlive(ended.Exception);
            Release(admission);
        },
        null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Release(Admission admission)
    {
        if (admission.HoldsSlot)
            _limiter.Release();
    }
}
