namespace Failfast.Simulation;

/// <summary>Virtual time: actions run in the order of their due times, and at one instant in the order they were scheduled.</summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Entry, (long At, long Order)> _entries = new();
    private long _order;

    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    public Entry At(TimeSpan at, Action action)
    {
        var entry = new Entry(action);
        _entries.Enqueue(entry, (Math.Max(at.Ticks, Now.Ticks), _order++));
        return entry;
    }

    public Entry After(TimeSpan wait, Action action) => At(Now + wait, action);

    /// <summary>Runs the next action; false if there is none.</summary>
    public bool Step()
    {
        while (_entries.TryDequeue(out var entry, out var due))
        {
            if (entry.Action is not { } action)
                continue;
            Now = new TimeSpan(due.At);
            Steps++;
            action();
            return true;
        }

        return false;
    }

    internal sealed class Entry(Action action)
    {
        public Action? Action { get; private set; } = action;

        public void Cancel() => Action = null;
    }
}
