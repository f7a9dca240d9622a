namespace Failfast.Simulation;

/// <summary>One guarded call.</summary>
/// <param name="arrived">By its host's clock.</param>
/// <param name="patience">How long its caller waits for an answer; none if its token was cancelled before.</param>
internal sealed class GuardedCall(TimeSpan arrived, TimeSpan patience)
{
    /// <summary>By its host's clock.</summary>
    public TimeSpan Arrived { get; } = arrived;

    public TimeSpan Started { get; set; }

    public Group? Group { get; set; }

    /// <summary>A sweep has counted it as slow.</summary>
    public bool WasOverdue { get; set; }

    public int Thoughts { get; set; }

    /// <summary>Its caller has given up by now.</summary>
    public bool IsCancelled(TimeSpan now) => PatienceLeft(now) <= TimeSpan.Zero;

    /// <summary>Null for a caller who never gives up.</summary>
    public TimeSpan? PatienceLeft(TimeSpan now) => patience == Patience.Endless ? null : Arrived + patience - now;
}
