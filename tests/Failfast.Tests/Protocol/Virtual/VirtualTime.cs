namespace Failfast.Tests.Protocol.Virtual;

/// <summary>What happens when, in the order of its time.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (TimeSpan, long)> _due = new();
    private long _order;

    public TimeSpan Now { get; private set; } = TimeSpan.FromDays(1);

    public void In(TimeSpan wait, Action step) => _due.Enqueue(step, (Now + wait, _order++));

    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (_due.TryPeek(out var step, out var at) && at.Item1 <= end)
        {
            _due.Dequeue();
            Now = at.Item1;
            step();
        }

        Now = end;
    }
}
