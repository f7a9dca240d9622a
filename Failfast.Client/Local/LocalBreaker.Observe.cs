using System.Runtime.CompilerServices;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>How a call that was let in is seen to its end.</summary>
internal sealed partial class LocalBreaker
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> Observe<T>(
        Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, ValueTask<T> task, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Leave(gate, group, slot, Judge.Of(exception, cancellationToken), started);
            throw;
        }

        Leave(gate, group, slot, Judge.OfResult(result), started);
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Observe(
        Gate gate, CallGroup group, InFlightCalls.Slot slot, long started, ValueTask task, CancellationToken cancellationToken)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Leave(gate, group, slot, Judge.Of(exception, cancellationToken), started);
            throw;
        }

        Leave(gate, group, slot, CallOutcome.Success, started);
    }

    private async Task<T> ObserveTask<T>(
        Gate gate, InFlightCalls.Slot slot, long started, Task<T> task, CancellationToken cancellationToken) =>
        await Observe(gate, gate.Group, slot, started, new ValueTask<T>(task), cancellationToken).ConfigureAwait(false);

    /// <summary>For a plain gate: no clock, no slot, every result is a success.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GuardOutcome<T>> ObserveOutcome<T>(Gate gate, ValueTask<T> task, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Threw(gate.Group, exception, cancellationToken);
            return GuardOutcome<T>.Failed(exception);
        }

        Succeeded(gate.Group);
        return GuardOutcome<T>.Succeeded(result);
    }

    private long Start(Gate gate) => gate.SlowMilliseconds == 0 ? 0 : Clock.CoarseMilliseconds;

    private bool IsSlow(Gate gate, long started) =>
        gate.SlowMilliseconds != 0 && Clock.CoarseMilliseconds - started >= gate.SlowMilliseconds;

    private InFlightCalls.Slot Register(Gate gate, CallGroup group, long started) =>
        // Probes are timed by the session.
        gate.SlowMilliseconds == 0 || group.IsProbe ? default : _inFlight.Enter(group, started);

    private void Leave(Gate gate, CallGroup group, InFlightCalls.Slot slot, CallOutcome outcome, long started)
    {
        var counted = slot.Leave();
        Leave(group, outcome, counted == CountedAs.No && IsSlow(gate, started), counted);
    }

    private void Threw(CallGroup group, Exception exception, CancellationToken cancellationToken) =>
        Leave(group, Judge.Of(exception, cancellationToken), wasSlow: false);

    private static BreakerOpenException Rejection(Gate gate, RejectionCause cause = RejectionCause.State) =>
        BreakerRejection.Here(gate, cause).ToException();
}
