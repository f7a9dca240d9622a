namespace Failfast.Local;

/// <summary>What the sweeper sweeps.</summary>
internal interface ISweepTarget
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Whether it needs sweeps.</summary>
    bool IsActive { get; }

    /// <summary>When the sweeper wants to sweep it next; nobody else's.</summary>
    TimeSpan NextSweep { get; set; }

    /// <summary>The longest time until its next sweep: shorter where a call may become slow, or something urgent is to be told.</summary>
    TimeSpan LongestBetweenSweeps { get; }

    /// <summary>Counts what went overdue, reports what is due, and follows the clock.</summary>
    /// <returns>False when it has not been used for long and needs no more sweeps.</returns>
    bool Sweep();
}
