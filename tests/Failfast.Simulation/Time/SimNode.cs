namespace Failfast.Simulation;

/// <summary>A process. It runs, or is frozen and its actions wait, or is dead and its actions are dropped.</summary>
internal class SimNode
{
    private readonly Schedule _schedule;
    private readonly TimeSpan _origin;
    private readonly List<Action> _waiting = [];

    public SimNode(Schedule schedule, string name, Prng dice)
    {
        _schedule = schedule;
        Name = name;
        _origin = dice.Milliseconds(1_000, 1e9);
        Time = new VirtualTime(schedule, this);
    }

    public string Name { get; }

    public VirtualTime Time { get; }

    /// <summary>Monotonic, since an origin that no other node shares.</summary>
    public TimeSpan Now => _schedule.Now + _origin;

    public bool IsAlive { get; private set; } = true;

    public bool IsFrozen { get; private set; }

    /// <summary>When it last resumed.</summary>
    public TimeSpan LastResumed { get; private set; } = TimeSpan.MinValue / 2;

    public override string ToString() => Name;

    public void Run(Action action)
    {
        if (!IsAlive)
            return;
        if (IsFrozen)
            _waiting.Add(action);
        else
            action();
    }

    public Schedule.Entry After(TimeSpan wait, Action action) => _schedule.After(wait, () => Run(action));

    public void Freeze() => IsFrozen = IsAlive;

    /// <summary>Continues where it stopped: all waiting actions run at once.</summary>
    public void Resume()
    {
        if (!IsFrozen)
            return;
        IsFrozen = false;
        LastResumed = Now;
        var all = _waiting.ToArray();
        _waiting.Clear();
        foreach (var action in all)
            Run(action);
    }

    public void Kill()
    {
        IsAlive = IsFrozen = false;
        _waiting.Clear();
    }
}
