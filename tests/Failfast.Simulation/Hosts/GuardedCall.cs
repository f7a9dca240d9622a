namespace Failfast.Simulation;

/// <summary>One guarded call.</summary>
internal sealed class GuardedCall(TimeSpan arrived)
{
    /// <summary>By its host's clock.</summary>
    public TimeSpan Arrived { get; } = arrived;

    public TimeSpan Started { get; set; }

    public Group? Group { get; set; }

    /// <summary>A sweep has counted it as slow.</summary>
    public bool WasOverdue { get; set; }

    /// <summary>And as a failure: there is no more to count.</summary>
    public bool HasFailed { get; set; }

    public int Thoughts { get; set; }
}
