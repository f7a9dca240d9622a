namespace Failfast.Demo;

/// <summary>The measured requests of one group on one host. Every sample is kept, so that hosts can be combined.</summary>
internal sealed class Measurements
{
    private readonly Lock _lock = new();
    private readonly List<double> _latencies = [];
    private readonly List<StuckSpan> _stuck = [];
    private GroupTick _sum = new();

    public void Arrived()
    {
        lock (_lock)
            _sum = _sum with { Arrived = _sum.Arrived + 1 };
    }

    public void Answered(Answer answer, TimeSpan arrival, TimeSpan now)
    {
        lock (_lock)
        {
            _latencies.Add(Milliseconds(now - arrival));
            _sum = (answer, now - arrival > DemoPlan.Deadline) switch
            {
                (_, true) => _sum with { Late = _sum.Late + 1 },
                (Answer.Real, _) => _sum with { Real = _sum.Real + 1 },
                _ => _sum with { Polite = _sum.Polite + 1 },
            };
        }
    }

    /// <summary>A request was not answered by the end: its age counts as its latency, or the worst ones would be missing.</summary>
    public void Unanswered(TimeSpan arrival, TimeSpan now)
    {
        lock (_lock)
            _latencies.Add(Milliseconds(now - arrival));
    }

    /// <summary>A worker waited for the service.</summary>
    public void Waited(TimeSpan from, TimeSpan to)
    {
        if (to - from < DemoPlan.StuckAfter)
            return;
        lock (_lock)
            _stuck.Add(new StuckSpan(Milliseconds(from + DemoPlan.StuckAfter), Milliseconds(to)));
    }

    public GroupTick Tick()
    {
        lock (_lock)
            return _sum;
    }

    public GroupResult Result()
    {
        lock (_lock)
            return new GroupResult(_sum, [.. _latencies], [.. _stuck]);
    }

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 1);
}
