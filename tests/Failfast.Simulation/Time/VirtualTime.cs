namespace Failfast.Simulation;

/// <summary>One node's clocks: a monotonic one with an origin of its own, and a UTC clock that may be wrong and may jump.</summary>
internal sealed class VirtualTime(Schedule schedule, SimNode node) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far UTC is off here.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => node.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Beginning + schedule.Now + Skew;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(schedule, node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Schedule schedule, SimNode node, Action callback) : ITimer
    {
        private Schedule.Entry? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Cancel();
            _next = null;
            if (dueTime != Timeout.InfiniteTimeSpan)
                _next = schedule.After(dueTime, () => node.Run(callback));
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
                throw new NotSupportedException("Nothing simulated uses a periodic timer.");
            return true;
        }

        public void Dispose() => _next?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
