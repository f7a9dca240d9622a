using Failfast.Local;

namespace Failfast.CallShapes;

/// <summary>Calls of every shape that need an admission decision because the gate alone is not enough.</summary>
internal static class AdmittedCalls
{
    // No ConfigureAwait(false): inside a grain the call must continue on the grain's scheduler.

    /// <param name="breaker">The breaker.</param>
    /// <param name="call">The delegate.</param>
    /// <param name="state">The delegate's argument.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="frees">False if a time-out is counted but the caller goes on waiting.</param>
    public static ValueTask<T> Guard<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken,
        bool frees = true) =>
        breaker.Admissions.AcquireByGate() is not { } admission ? GuardWhenAdmitted(breaker, call, state, frees, cancellationToken)
        : admission.Rejecting is { } gate ? ValueTask.FromException<T>(BreakerRejection.ExceptionOf(gate, admission.Cause))
        : Run(breaker, admission, call, state, cancellationToken, frees);

    private static async ValueTask<T> GuardWhenAdmitted<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state, bool frees, CancellationToken cancellationToken)
    {
        var admission = await breaker.Admissions.AcquireAsync(cancellationToken);
        if (admission.Rejecting is { } gate)
            throw BreakerRejection.ExceptionOf(gate, admission.Cause);
        return await Run(breaker, admission, call, state, cancellationToken, frees);
    }

    public static async ValueTask<GuardOutcome<T>> TryGuard<TState, T>(
        LocalBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            var admission = await breaker.Admissions.AcquireAsync(cancellationToken);
            return admission.Rejecting is { } gate
                ? GuardOutcome<T>.Rejected(gate, admission.Cause)
                : GuardOutcome<T>.Succeeded(await Run(breaker, admission, call, state, cancellationToken));
        }
        catch (Exception exception)
        {
            return GuardOutcome<T>.Failed(exception);
        }
    }

    private static ValueTask<T> Run<TState, T>(
        LocalBreaker breaker, Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken, bool frees = true)
    {
        if (admission.Group is { IsProbe: true })
            ProbeMark.Put(breaker.Name);
        return CallObservation.IsWanted(breaker, admission)
            ? RunObserved(breaker, admission, call, state, frees, cancellationToken)
            : RunUnobserved(breaker, admission, call, state, frees, cancellationToken);
    }

    private static async ValueTask<T> RunObserved<TState, T>(
        LocalBreaker breaker, Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        bool frees, CancellationToken cancellationToken)
    {
        var observation = CallObservation.Begin(breaker, admission);
        try
        {
            var result = await RunUnobserved(breaker, admission, call, state, frees, cancellationToken).ConfigureAwait(false);
            observation.End();
            return result;
        }
        catch (Exception error)
        {
            observation.End(error);
            throw;
        }
    }

    private static ValueTask<T> RunUnobserved<TState, T>(
        LocalBreaker breaker, Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        bool frees, CancellationToken cancellationToken) =>
        admission.Group is not { } group ? RunUncounted(call, state, cancellationToken)
            : admission.Gate!.Settings.CallTimeout is { } timeout ? TimedCalls.Run(
                breaker, admission, timeout, frees && !admission.Gate.Settings.ObserveOnly, call, state, cancellationToken)
            : admission.HoldsSlot ? RunLimited(breaker, admission, call, state, cancellationToken)
            : RunningCalls.Run(breaker, group, admission.Gate, call, state, cancellationToken);

    private static ValueTask<T> RunUncounted<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return call(state, cancellationToken);
        }
        catch (Exception exception)
        {
            return new(FaultedTask.By<T>(exception));
        }
    }

    private static ValueTask<T> RunLimited<TState, T>(
        LocalBreaker breaker, Admission admission, Func<TState, CancellationToken, ValueTask<T>> call, TState state,
        CancellationToken cancellationToken)
    {
        var task = RunningCalls.Run(breaker, admission.Group!, admission.Gate!, call, state, cancellationToken);
        if (!task.IsCompleted)
            return ReleaseAfter(task, breaker, admission);
        breaker.Admissions.Release(admission);
        return task;
    }

    private static async ValueTask<T> ReleaseAfter<T>(ValueTask<T> task, LocalBreaker breaker, Admission admission)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            breaker.Admissions.Release(admission);
        }
    }
}
