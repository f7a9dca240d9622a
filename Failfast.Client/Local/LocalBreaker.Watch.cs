using System.Runtime.CompilerServices;

namespace Failfast.Local;

/// <summary>The stream of states as this process sees them.</summary>
internal sealed partial class LocalBreaker
{
    public async IAsyncEnumerable<BreakerSnapshot> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = new StateWatcher();
        await MeetGrain(cancellationToken);
        _exchange.Turn((_changes, watcher), static (session, it, now, _) =>
        {
            it._changes.Add(it.watcher, session, now);
            // The grain's first snapshot, if this process has none yet.
            session.Prefetch(now);
        });
        try
        {
            while (true)
                yield return await watcher.News.ReadAsync(cancellationToken);
        }
        finally
        {
            _turns.Look((_changes, watcher), static (_, _, it, _) =>
            {
                it._changes.Remove(it.watcher);
                return true;
            });
        }
    }

    /// <summary>So that the first state told is somebody's word, if it comes within the budget.</summary>
    private async ValueTask MeetGrain(CancellationToken cancellationToken)
    {
        var news = _exchange.NextNews();
        var isKnown = _exchange.Turn(0, static (session, _, now, _) =>
        {
            if (session.Protocol.LastSnapshot is not null)
                return true;
            session.Prefetch(now);
            return false;
        });
        if (!isKnown)
            await Wait(news, Timings.ColdStartBudget, cancellationToken);
    }
}
