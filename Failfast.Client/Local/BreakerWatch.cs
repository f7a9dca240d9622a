using System.Runtime.CompilerServices;

namespace Failfast.Local;

/// <summary>Serves watchers of a breaker's state and consumers that wait for it.</summary>
internal sealed class BreakerWatch(
    HostContext host, BreakerTurns turns, GrainExchange exchange, StateChanges changes, AdmissionControl admissions)
{
    /// <summary>The stream of states as this process sees them.</summary>
    public async IAsyncEnumerable<BreakerSnapshot> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await AwaitSnapshot(cancellationToken);
        var watcher = Add();
        try
        {
            while (true)
                yield return await watcher.News.ReadAsync(cancellationToken);
        }
        finally
        {
            Remove(watcher);
        }
    }

    /// <summary>Adds a watcher, which gets the current state and each one after it.</summary>
    public StateWatcher Add()
    {
        var watcher = new StateWatcher();
        exchange.Turn((changes, watcher), static (session, it, now, _) =>
        {
            it.changes.Add(it.watcher, session, now);
            // Gets the grain's first snapshot, if this process has none yet.
            session.Prefetch(now);
        });
        return watcher;
    }

    public void Remove(StateWatcher watcher) => turns.Look((changes, watcher), static (_, _, it, _) =>
    {
        it.changes.Remove(it.watcher);
        return true;
    });

    /// <summary>
    /// Returns when the next call would be admitted. While half-open only as many waiters return as there are probe leases: a lease is
    /// reserved for the call that follows.
    /// </summary>
    public async ValueTask WaitUntilAdmitting(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (admissions.AdmitsAll)
            return;
        changes.AddWaiter();
        // Sweeps keep the breaker in memory and notice pushes and ends of breaks although there are no calls.
        exchange.Turn(0, static (session, _, now, _) => session.Activate(now));
        try
        {
            while (true)
            {
                // Taken before the decision, so that no change is missed.
                var change = changes.Next();
                if (await admissions.AdmitsAsync(cancellationToken).ConfigureAwait(false))
                    return;
                var until = turns.Look(0, static (session, _, _, now) => now + session.LookAgainIn(now));
                await exchange.Wait(change, until, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            changes.RemoveWaiter();
        }
    }

    // So that the first state of the stream is the grain's, if it arrives within the budget.
    private async ValueTask AwaitSnapshot(CancellationToken cancellationToken)
    {
        var news = exchange.NextNews();
        var isKnown = exchange.Turn(0, static (session, _, now, _) =>
        {
            if (session.Protocol.LastSnapshot is not null)
                return true;
            session.Prefetch(now);
            return false;
        });
        if (!isKnown)
            await exchange.Wait(news, host.Clock.Now + host.Timings.ColdStartBudget, cancellationToken);
    }
}
