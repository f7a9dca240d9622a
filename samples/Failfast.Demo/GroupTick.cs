namespace Failfast.Demo;

/// <summary>A group's counts so far, which can be summed over hosts.</summary>
internal sealed record GroupTick
{
    public int Arrived { get; init; }

    /// <summary>Real answers within <see cref="DemoPlan.Deadline"/>.</summary>
    public int Real { get; init; }

    /// <summary>Polite answers within <see cref="DemoPlan.Deadline"/>.</summary>
    public int Polite { get; init; }

    /// <summary>Answers of either kind after it.</summary>
    public int Late { get; init; }

    /// <summary>Workers stuck at this moment.</summary>
    public int Stuck { get; init; }

    /// <summary>Requests waiting in line at this moment.</summary>
    public int Waiting { get; init; }

    public static GroupTick operator +(GroupTick left, GroupTick right) => new()
    {
        Arrived = left.Arrived + right.Arrived,
        Real = left.Real + right.Real,
        Polite = left.Polite + right.Polite,
        Late = left.Late + right.Late,
        Stuck = left.Stuck + right.Stuck,
        Waiting = left.Waiting + right.Waiting,
    };

    public static GroupTick Sum(IEnumerable<GroupTick> ticks) => ticks.Aggregate(new GroupTick(), (sum, tick) => sum + tick);
}
