namespace Failfast.Local;

/// <summary>A breaker as the sweeper sees it.</summary>
internal interface ISweepTarget
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Whether it needs sweeps.</summary>
    bool IsActive { get; }

    /// <summary>When the next sweep is due; for the sweeper only.</summary>
    TimeSpan NextSweep { get; set; }

    /// <summary>The longest time until its next sweep: shorter with a slow-call rule, or if an urgent report is pending.</summary>
    TimeSpan LongestBetweenSweeps { get; }

    /// <summary>Counts slow calls, sends due reports, and applies the passing of time.</summary>
    /// <returns>False when it has not been used for long and needs no more sweeps.</returns>
    bool Sweep();
}
