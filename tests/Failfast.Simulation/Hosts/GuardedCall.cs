using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>One guarded call.</summary>
internal sealed class GuardedCall(Attempt attempt, TimeSpan arrived)
{
    public Attempt Attempt = attempt;

    /// <summary>By its host's clock.</summary>
    public TimeSpan Arrived { get; } = arrived;

    public TimeSpan Started { get; set; }

    public Group? Group { get; set; }

    /// <summary>A rule of slow calls was on when it began.</summary>
    public bool MayBeSlow { get; set; }

    /// <summary>What a sweep has counted it as while it hung.</summary>
    public Overdue Counted { get; set; }

    public int Thoughts { get; set; }
}
