using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>Waiting until calls are let through.</summary>
internal sealed partial class HostBreaker
{
    private TaskCompletionSource? _change;

    /// <summary>
    /// Returns when the next call would be let through. While half-open only so many return as there are permits: the permit is
    /// kept here a moment for the call that follows.
    /// </summary>
    public async ValueTask WaitUntilAdmitting(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_gate.Mode == GuardMode.Counting)
            return;
        Interlocked.Increment(ref _waiters);
        StayActive();
        try
        {
            while (true)
            {
                // Before looking, so that no change is missed in between.
                var change = NextChange();
                if (await IsAdmitting(cancellationToken).ConfigureAwait(false))
                    return;
                await Wait(change, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiters);
        }
    }

    private async ValueTask<bool> IsAdmitting(CancellationToken cancellationToken)
    {
        while (true)
        {
            var gate = _gate;
            if (gate.Mode == GuardMode.Counting || gate.Settings.ObserveOnly)
                return true;
            if (gate.Mode != GuardMode.Deciding && Clock.CoarseMilliseconds < gate.HoldsUntil)
                return gate.Mode == GuardMode.Through;
            switch (Decide(mayTakePromised: false, out var ticket))
            {
                case Decision.Run:
                    if (ticket.IsProbe)
                        Promise(ticket);
                    return true;
                case Decision.RunUncounted:
                    return true;
                case Decision.AskPermit:
                    await _grain.AskPermit(Timings.ColdStartBudget, cancellationToken).ConfigureAwait(false);
                    break;
                case Decision.Reject:
                    return false;
                default:
                    if (!await _grain.WaitForWord(Timings.ColdStartBudget, cancellationToken).ConfigureAwait(false))
                        GiveUpWaiting();
                    break;
            }
        }
    }

    private async ValueTask Wait(Task change, CancellationToken cancellationToken)
    {
        var gate = _gate;
        var left = gate.View.OpenUntil - Clock.Now;
        // Half-open with nothing known of when to ask again: soon.
        var patience = left > TimeSpan.Zero ? left.Value
            : gate.Mode == GuardMode.Rejecting ? Timings.LeaseDuration
            : Timings.ColdStartBudget;
        try
        {
            await change.WaitAsync(patience, Clock.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to look again.
        }
    }

    private Task NextChange()
    {
        lock (_turn)
            return (_change ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void WakeWaiters()
    {
        _change?.TrySetResult();
        _change = null;
    }

    private void Promise(CallTicket probe)
    {
        lock (_turn)
            _kept.Put(probe, isPromised: true, Clock.Now);
    }
}
