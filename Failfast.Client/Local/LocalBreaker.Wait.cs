using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>Waiting until calls are let through.</summary>
internal sealed partial class LocalBreaker
{
    /// <summary>
    /// Returns when the next call would be let through. While half-open only so many return as there are permits: the permit is
    /// kept here a moment for the call that follows.
    /// </summary>
    public async ValueTask WaitUntilAdmitting(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_gate.Mode == GuardMode.Counting)
            return;
        _changes.AddWaiter();
        KeepActive();
        try
        {
            while (true)
            {
                // Before looking, so that no change is missed in between.
                var change = _changes.Next();
                if (await IsAdmitting(cancellationToken).ConfigureAwait(false))
                    return;
                var patience = _turns.Look(0, static (session, _, _, now) => session.LookAgainIn(now));
                await Wait(change, patience, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _changes.RemoveWaiter();
        }
    }

    private async ValueTask<bool> IsAdmitting(CancellationToken cancellationToken)
    {
        var attempt = new Attempt(Caller.Consumer, Clock.Now + Timings.ColdStartBudget);
        while (true)
        {
            var gate = _gate;
            if (gate.Mode == GuardMode.Counting || gate.Settings.ObserveOnly)
                return true;
            if (Holds(gate))
                return gate.Mode == GuardMode.PassThrough;
            var news = _exchange.NextNews();
            var decision = Admit(ref attempt, out _);
            if (decision is not (Decision.AwaitSnapshot or Decision.RequestProbe))
                return decision != Decision.Reject;
            await Wait(news, attempt.Deadline - Clock.Now, cancellationToken).ConfigureAwait(false);
        }
    }
}
