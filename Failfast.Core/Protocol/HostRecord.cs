namespace Failfast.Protocol;

/// <summary>What the grain knows of one host.</summary>
internal sealed class HostRecord
{
    public string Name { get; set; } = "";

    public TimeSpan LastHeard { get; set; }

    /// <summary>When it was last asked for a report.</summary>
    public TimeSpan ReportRequestedAt { get; set; } = TimeSpan.MinValue / 2;

    /// <summary>The last sequence taken, counted or not.</summary>
    public long Sequence { get; set; }

    /// <summary>What made its last failures, by its last report.</summary>
    public FailureCause[] Causes { get; set; } = [];
}
