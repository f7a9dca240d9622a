using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Failfast.Protocol;

namespace Failfast.Host;

/// <summary>Telling of transitions as this process sees them.</summary>
internal sealed partial class HostBreaker
{
    private ImmutableArray<StateWatcher> _watchers = [];
    private (BreakerState State, BreakerScope Scope, long Generation) _told;
    private TimeSpan _spokeForWatchers;
    private int _waiters;

    /// <summary>Somebody wants to know of changes, though nobody may call.</summary>
    public bool IsWatched => _watchers.Length > 0 || Volatile.Read(ref _waiters) > 0;

    public async IAsyncEnumerable<BreakerSnapshot> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = new StateWatcher();
        await MeetGrain(cancellationToken);
        StartWatching(watcher);
        try
        {
            while (true)
                yield return await watcher.News.ReadAsync(cancellationToken);
        }
        finally
        {
            lock (_turn)
                _watchers = _watchers.Remove(watcher);
        }
    }

    /// <summary>So that the first state told is somebody's word, if it comes within the budget.</summary>
    private async ValueTask MeetGrain(CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            if (_protocol.Heard is not null)
                return;
            _grain.ExpectWord();
            _protocol.Asked();
        }

        StayActive();
        await _grain.WaitForWord(Timings.ColdStartBudget, cancellationToken);
    }

    private void StartWatching(StateWatcher watcher)
    {
        lock (_turn)
        {
            var now = Begin();
            TellWatchers(View(now), now);
            _told = Seen(View(now), now);
            _watchers = _watchers.Add(watcher);
            watcher.Tell(_protocol.Snapshot(Name, now));
            // Its first word, if this process has none yet.
            _protocol.Asked();
        }

        StayActive();
    }

    private void NoticeWatching(TimeSpan now)
    {
        _lastUse = now;
        if (now - _spokeForWatchers < Timings.LeaseDuration / 2)
            return;
        _spokeForWatchers = now;
        _protocol.Noticed();
    }

    private void TellWatchers(HostView view, TimeSpan now)
    {
        if (_watchers.IsEmpty || Seen(view, now) is var seen && seen == _told)
            return;
        _told = seen;
        var snapshot = _protocol.Snapshot(Name, now);
        foreach (var watcher in _watchers)
            watcher.Tell(snapshot);
    }

    // A break that has run out is half-open here before the grain has a probe for it and counts the transition.
    private (BreakerState State, BreakerScope Scope, long Generation) Seen(HostView view, TimeSpan now)
    {
        var state = view.StateAt(now);
        var isAhead = state != view.State && view.Scope == BreakerScope.Cluster;
        return (state, view.Scope, (_protocol.Heard?.Generation ?? 0) + (isAhead ? 1 : 0));
    }
}
