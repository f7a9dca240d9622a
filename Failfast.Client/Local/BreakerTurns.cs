using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>What one turn does.</summary>
internal delegate TResult TurnStep<in TArgument, out TResult>(HostSession session, TArgument argument, TimeSpan now, double random);

/// <summary>
/// The lock of one breaker's session: turns come one at a time, each counts first what calls have left in their group, and ends
/// with the gate that the calls to come will read. What a turn asks for is done by the caller, once the lock is free.
/// </summary>
internal sealed class BreakerTurns
{
    private readonly Lock _lock = new();
    private readonly HostSession _session;
    private readonly StateChanges _changes;
    private readonly HostClock _clock;
    private readonly Func<HostView, CallGroup, BreakerSettings, Gate> _make;
    private readonly Action<Gate> _publish;
    private Gate _gate;

    /// <param name="session">Of the breaker; nobody else touches it.</param>
    /// <param name="changes">Told of each new view.</param>
    /// <param name="clock">Of the process.</param>
    /// <param name="make">Makes a gate.</param>
    /// <param name="publish">Puts it where calls read it.</param>
    public BreakerTurns(
        HostSession session, StateChanges changes, HostClock clock,
        Func<HostView, CallGroup, BreakerSettings, Gate> make, Action<Gate> publish)
    {
        (_session, _changes, _clock, _make, _publish) = (session, changes, clock, make, publish);
        var view = session.View(clock.Now);
        publish(_gate = make(view, new CallGroup(view.Ticket), session.Settings));
    }

    public TResult Take<TArgument, TResult>(TArgument argument, TurnStep<TArgument, TResult> step, out SessionEffects effects)
    {
        lock (_lock)
        {
            var now = Begin();
            var result = step(_session, argument, now, Random.Shared.NextDouble());
            effects = _session.Finish(now);
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

    /// <summary>A turn that follows the clock, and after which the breaker may sleep.</summary>
    /// <returns>Whether it needs more sweeps.</returns>
    public bool Sweep(bool isUsed, bool hasCallsInFlight, out SessionEffects effects)
    {
        lock (_lock)
        {
            var now = Begin();
            _session.Sweep(isUsed, _changes.IsWatched, now, Random.Shared.NextDouble());
            effects = _session.Finish(now);
            if (_session.MaySleep(hasCallsInFlight, now) && !Leave(_gate.Group, now))
                _session.Sleep();
            PublishGate(now);
            return _session.IsActive;
        }
    }

    /// <summary>A look at the session that changes nothing.</summary>
    public TResult Look<TArgument, TResult>(TArgument argument, Func<HostSession, Gate, TArgument, TimeSpan, TResult> look)
    {
        lock (_lock)
            return look(_session, _gate, argument, _clock.Now);
    }

    /// <summary>A call has outlasted the use of its group, and counts itself.</summary>
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

    // Nobody drains the group any more: its calls that still run count themselves.
    private bool Leave(CallGroup group, TimeSpan now)
    {
        group.IsLeft = true;
        // A call that ends now either sees that, or is found here.
        Interlocked.MemoryBarrier();
        return Drain(_session, group, now, Random.Shared.NextDouble());
    }

    private void PublishGate(TimeSpan now)
    {
        var (before, view, settings) = (_gate, _session.View(now), _session.Settings);
        var isNew = view != before.View || !ReferenceEquals(settings, before.Settings);
        if (isNew)
        {
            var group = before.Group.Ticket == view.Ticket ? before.Group : new CallGroup(view.Ticket);
            _publish(_gate = _make(view, group, settings));
            if (group != before.Group)
                Leave(before.Group, now);
        }

        if (_session.IsActive)
            _gate.Group.IsLeft = false;
        _changes.Note(_session, before.View, view, isNew, now);
    }
}
