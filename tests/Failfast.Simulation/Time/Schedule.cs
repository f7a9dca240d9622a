namespace Failfast.Simulation;

/// <summary>Virtual time: what is due next happens next, and what is due at one instant in the order it was asked for.</summary>
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

    /// <summary>False when nothing will ever happen again.</summary>
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
