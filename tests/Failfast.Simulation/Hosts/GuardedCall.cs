using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>One guarded call.</summary>
/// <param name="attempt">Its admission.</param>
/// <param name="arrived">By its host's clock.</param>
/// <param name="patience">How long its caller waits for an answer; zero if its token is cancelled already.</param>
internal sealed class GuardedCall(Attempt attempt, TimeSpan arrived, TimeSpan patience)
{
    public Attempt Attempt = attempt;

    /// <summary>By its host's clock.</summary>
    public TimeSpan Arrived { get; } = arrived;

    public TimeSpan Started { get; set; }

    public Group? Group { get; set; }

    /// <summary>Whether a slow-call rule was on when it began.</summary>
    public bool MayBeSlow { get; set; }

    /// <summary>How a sweep has counted it before it ended.</summary>
    public CountedAs Counted { get; set; }

    /// <summary>Whether it is a probe that was found overdue.</summary>
    public bool IsLate { get; set; }

    public int Decisions { get; set; }

    /// <summary>Decisions since its host last got a new snapshot: a resumed host gets many at one instant, and each may cause a decision.</summary>
    public (Contract.Stamp? Heard, int Decisions) SinceNews { get; set; }

    /// <summary>Whether its caller has given up by now.</summary>
    public bool IsCancelled(TimeSpan now) => PatienceLeft(now) <= TimeSpan.Zero;

    /// <summary>Null for a caller who never gives up.</summary>
    public TimeSpan? PatienceLeft(TimeSpan now) => patience == Patience.Endless ? null : Arrived + patience - now;
}
