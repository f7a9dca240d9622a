using System.Collections.Immutable;
using System.Diagnostics;
using Failfast.Hosting;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// Notifies the log, watchers and waiting consumers when this process sees its breaker change. A turn notes the changes; they are
/// delivered in order after the turn, outside its lock.
/// </summary>
internal sealed partial class StateChanges(
    string name, LogQueue log, StormLog storms, BreakerMetrics metrics, PropagationTimer propagation, ILogger logger)
{
    private const string StillNotKnown = "the time to reject calls until its state is known is over, and it is not known";

    private readonly ILogger _logger = logger;
    private ImmutableArray<StateWatcher> _watchers = [];
    private (BreakerState State, BreakerScope Scope, long Generation) _lastSeen;
    private Change? _pending;
    private TaskCompletionSource? _change;
    private int _waiters;
    private int _isNotifying;

    /// <param name="Logged">The view to log; null if its state is not new.</param>
    /// <param name="Cause">The cause to log with it.</param>
    /// <param name="Snapshot">The snapshot for <paramref name="Watchers"/>.</param>
    /// <param name="Watchers">The watchers at that time.</param>
    /// <param name="Wakes">Whether waiting consumers must decide again.</param>
    private sealed record Change(
        HostView? Logged, string? Cause, BreakerSnapshot? Snapshot, ImmutableArray<StateWatcher> Watchers, bool Wakes)
    {
        /// <summary>The change noted before this one and not delivered yet.</summary>
        public Change? Before { get; set; }

        /// <summary>The activity of the call that has opened the breaker, if there is one.</summary>
        public Activity? Caller { get; init; }

        /// <summary>How long the cluster took to open it, if this process can tell.</summary>
        public TimeSpan? Took { get; init; }
    }

    /// <summary>Whether there are watchers or waiting consumers.</summary>
    public bool IsWatched => _watchers.Length > 0 || Volatile.Read(ref _waiters) > 0;

    public void AddWaiter() => Interlocked.Increment(ref _waiters);

    public void RemoveWaiter() => Interlocked.Decrement(ref _waiters);

    /// <summary>Completes with the next change. Call it before reading the state, so that no change is missed.</summary>
    public Task Next()
    {
        if (Volatile.Read(ref _change) is { } known)
            return known.Task;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _change, mine, null) ?? mine).Task;
    }

    /// <summary>Within a turn: the watcher gets the current state and each one after it.</summary>
    public void Add(StateWatcher watcher, HostSession session, TimeSpan now)
    {
        Note(session, default, session.View(now), isNew: false, now);
        _lastSeen = Seen(session, session.View(now), now);
        _watchers = _watchers.Add(watcher);
        Add(new Change(null, null, session.Protocol.Snapshot(name, now), [watcher], false));
    }

    /// <summary>Within a turn.</summary>
    public void Remove(StateWatcher watcher) => _watchers = _watchers.Remove(watcher);

    /// <summary>Within a turn: notes what has changed.</summary>
    public void Note(HostSession session, HostView before, HostView view, bool isNew, TimeSpan now)
    {
        BreakerSnapshot? snapshot = null;
        if (!_watchers.IsEmpty && Seen(session, view, now) is var seen && seen != _lastSeen)
        {
            _lastSeen = seen;
            snapshot = session.Protocol.Snapshot(name, now);
        }

        var isLogged = isNew && (view.State != before.State || view.Scope != before.Scope || (view.RejectsUntilKnown && !before.RejectsUntilKnown));
        var opens = isLogged && view.State == BreakerState.Open;
        if (snapshot is not null || isLogged || (isNew && Volatile.Read(ref _change) is not null))
            Add(new Change(isLogged ? view : null, isLogged ? Cause(session, before, view) : null, snapshot, _watchers, isNew)
            {
                Caller = opens ? BreakerTraces.OfCaller : null,
                Took = opens && view.Scope == BreakerScope.Cluster ? propagation.Opened(now) : null,
            });
    }

    /// <summary>After a turn: delivers what was noted.</summary>
    public void Notify()
    {
        while (Volatile.Read(ref _pending) is not null && Interlocked.Exchange(ref _isNotifying, 1) == 0)
        {
            try
            {
                NotifyFrom(Interlocked.Exchange(ref _pending, null));
            }
            finally
            {
                Volatile.Write(ref _isNotifying, 0);
            }
        }
    }

    // Within a turn, so that nobody else adds; but another thread may take all changes at the same time.
    private void Add(Change change)
    {
        do
        {
            change.Before = Volatile.Read(ref _pending);
        }
        while (Interlocked.CompareExchange(ref _pending, change, change.Before) != change.Before);
    }

    private void NotifyFrom(Change? last)
    {
        var inOrder = new Stack<Change>();
        for (var change = last; change is not null; change = change.Before)
            inOrder.Push(change);
        foreach (var change in inOrder)
            Notify(change);
    }

    private void Notify(Change change)
    {
        if (change.Wakes)
            Interlocked.Exchange(ref _change, null)?.TrySetResult();
        if (change.Snapshot is not null)
            foreach (var watcher in change.Watchers)
                watcher.Write(change.Snapshot);
        if (change.Logged is { } view)
            Tell(change, view);
    }

    private void Tell(Change change, HostView view)
    {
        if (change.Caller is { } caller)
            BreakerTraces.Opened(caller, name, view.Scope, change.Cause!);
        log.Post(() => LogState(LevelOf(view, change.Cause!), name, view.State, view.Scope, change.Cause!));
        if (change.Took is { } took)
            log.Post(() => metrics.Propagated(name, took));
    }

    // What the cluster decides is logged by the grain, once. A process that decides alone is the only one to know.
    private LogLevel LevelOf(HostView view, string cause) => cause == StillNotKnown
        ? storms.LevelOf(LogLevel.Warning, "is guarded though its state is not known,", name)
        : view is { Scope: BreakerScope.Alone, State: BreakerState.Open }
        ? storms.LevelOf(LogLevel.Information, "opened here, as decided by this process alone,", name)
        : LogLevel.Debug;

    private static string Cause(HostSession session, HostView before, HostView view) => before.RejectsUntilKnown && !session.Protocol.IsKnown
        ? StillNotKnown
        : TransitionCause.Of(
            before.State, before.Reason, view.State, view.Reason,
            view.Scope == BreakerScope.Cluster ? session.Protocol.LastSnapshot?.BreakLength ?? default : session.Protocol.Own.BreakLength);

    // A break that is over is half-open here before the grain makes that transition, so its generation is counted ahead.
    private static (BreakerState State, BreakerScope Scope, long Generation) Seen(HostSession session, HostView view, TimeSpan now)
    {
        var state = view.StateAt(now);
        var isAhead = state != view.State && view.Scope == BreakerScope.Cluster;
        return (state, view.Scope, (session.Protocol.LastSnapshot?.Generation ?? 0) + (isAhead ? 1 : 0));
    }
}
