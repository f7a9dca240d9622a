using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>One guarded call.</summary>
/// <param name="attempt">Its way in.</param>
/// <param name="arrived">By its host's clock.</param>
/// <param name="patience">How long its caller waits for an answer; none if its token was cancelled before.</param>
internal sealed class GuardedCall(Attempt attempt, TimeSpan arrived, TimeSpan patience)
{
    public Attempt Attempt = attempt;

    /// <summary>By its host's clock.</summary>
    public TimeSpan Arrived { get; } = arrived;

    public TimeSpan Started { get; set; }

    public Group? Group { get; set; }

    /// <summary>A rule of slow calls was on when it began.</summary>
    public bool MayBeSlow { get; set; }

    /// <summary>What a sweep has counted it as while it hung.</summary>
    public CountedAs Counted { get; set; }

    /// <summary>A probe that has not come back in time, and was found so.</summary>
    public bool IsLate { get; set; }

    public int Decisions { get; set; }

    /// <summary>Those since its host last heard something new: a host that thaws hears much at one instant, and each may help.</summary>
    public (Contract.Stamp? Heard, int Decisions) SinceNews { get; set; }

    /// <summary>Its caller has given up by now.</summary>
    public bool IsCancelled(TimeSpan now) => PatienceLeft(now) <= TimeSpan.Zero;

    /// <summary>Null for a caller who never gives up.</summary>
    public TimeSpan? PatienceLeft(TimeSpan now) => patience == Patience.Endless ? null : Arrived + patience - now;
}
