using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>The step that one turn runs.</summary>
internal delegate TResult TurnStep<in TArgument, out TResult>(HostSession session, TArgument argument, TimeSpan now, double random);

/// <summary>
/// Owns the lock of one breaker's session. Turns run one at a time: a turn first counts the successes that calls have left in their
/// group, then runs its step and publishes the gate for the next calls. Its effects are carried out by the caller, outside the lock.
/// </summary>
internal sealed class BreakerTurns
{
    private readonly Lock _lock = new();
    private readonly HostSession _session;
    private readonly StateChanges _changes;
    private readonly HostClock _clock;
    private readonly Func<HostView, CallGroup, BreakerSettings, Gate> _make;
    private readonly Action<Gate> _publish;
    private readonly BreakerMeter _meter;
    private Gate _gate;

    /// <param name="session">The breaker's session; nothing else uses it.</param>
    /// <param name="changes">Notes each new view.</param>
    /// <param name="clock">The process's clock.</param>
    /// <param name="make">Creates a gate.</param>
    /// <param name="publish">Publishes a gate for calls.</param>
    /// <param name="meter">Counts the breaker's calls.</param>
    public BreakerTurns(
        HostSession session, StateChanges changes, HostClock clock,
        Func<HostView, CallGroup, BreakerSettings, Gate> make, Action<Gate> publish, BreakerMeter meter)
    {
        (_session, _changes, _clock, _make, _publish, _meter) = (session, changes, clock, make, publish, meter);
        var view = session.View(clock.Now);
        publish(_gate = make(view, new CallGroup(view.Ticket, meter), session.Settings));
    }

    /// <param name="argument">For the step.</param>
    /// <param name="step">Runs on the session.</param>
    /// <param name="mayReport">Whether a report may be sent that can wait.</param>
    /// <param name="effects">To be carried out outside the lock.</param>
    public TResult Take<TArgument, TResult>(TArgument argument, TurnStep<TArgument, TResult> step, bool mayReport, out SessionEffects effects)
    {
        lock (_lock)
        {
            var now = Begin();
            var result = step(_session, argument, now, Random.Shared.NextDouble());
            effects = _session.Finish(now, mayReport);
            PublishGate(now);
            return result;
        }
    }

    /// <summary>Whether the breaker needs sweeps.</summary>
    public bool IsActive
    {
        get
        {
            lock (_lock)
                return _session.IsActive;
        }
    }

    /// <summary>A turn that applies the passing of time, after which the breaker may sleep.</summary>
    /// <returns>Whether it needs more sweeps.</returns>
    public bool Sweep(bool isUsed, bool hasCallsInFlight, bool mayReport, out SessionEffects effects)
    {
        lock (_lock)
        {
            var now = Begin();
            _session.Sweep(isUsed, _changes.IsWatched, now, Random.Shared.NextDouble());
            effects = _session.Finish(now, mayReport);
            if (_session.MaySleep(hasCallsInFlight, now) && !Leave(_gate.Group, now))
                _session.Sleep();
            PublishGate(now);
            return _session.IsActive;
        }
    }

    /// <summary>Reads the session under the lock, without a turn.</summary>
    public TResult Look<TArgument, TResult>(TArgument argument, Func<HostSession, Gate, TArgument, TimeSpan, TResult> look)
    {
        lock (_lock)
            return look(_session, _gate, argument, _clock.Now);
    }

    /// <summary>Counts a call whose group turns no longer drain.</summary>
    public static bool CountLate(HostSession session, CallGroup group, TimeSpan now, double random)
    {
        session.Activate(now);
        return Drain(session, group, now, random);
    }

    private TimeSpan Begin()
    {
        var now = _clock.Now;
        Drain(_session, _gate.Group, now, Random.Shared.NextDouble());
        return now;
    }

    private static bool Drain(HostSession session, CallGroup group, TimeSpan now, double random)
    {
        if (group.Drain() is not (var count and > 0))
            return false;
        session.Succeeded(group.Ticket, count, now, random);
        return true;
    }

    // Turns no longer drain the group: its calls that are still running count themselves.
    private bool Leave(CallGroup group, TimeSpan now)
    {
        group.IsLeft = true;
        // A call that ends now either sees IsLeft or is drained here.
        Interlocked.MemoryBarrier();
        return Drain(_session, group, now, Random.Shared.NextDouble());
    }

    private void PublishGate(TimeSpan now)
    {
        var (before, view, settings) = (_gate, _session.View(now), _session.Settings);
        var isNew = view != before.View || !ReferenceEquals(settings, before.Settings);
        if (isNew)
        {
            var group = before.Group.Ticket == view.Ticket ? before.Group : new CallGroup(view.Ticket, _meter);
            _publish(_gate = _make(view, group, settings));
            if (group != before.Group)
                Leave(before.Group, now);
        }

        if (_session.IsActive)
            _gate.Group.IsLeft = false;
        _changes.Note(_session, before.View, view, isNew, now);
    }
}
