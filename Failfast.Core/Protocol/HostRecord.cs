using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What the grain knows of one host.</summary>
internal sealed class HostRecord
{
    public string Name { get; set; } = "";

    public TimeSpan LastHeard { get; set; }

    /// <summary>When a report was last requested from it.</summary>
    public TimeSpan ReportRequestedAt { get; set; } = TimeSpan.MinValue / 2;

    /// <summary>The last sequence received, counted or not.</summary>
    public long Sequence { get; set; }

    /// <summary>All its calls that were counted here.</summary>
    public CallCounts Counted { get; private set; }

    /// <summary>The causes of its last failures, as last reported.</summary>
    public FailureCause[] Causes { get; set; } = [];

    public void Count(AgedCounts[] calls)
    {
        foreach (var some in calls)
            Counted = Counted.Then(some.Counts);
    }

    /// <summary>The host is about to send again what was counted.</summary>
    public void ForgetCounts() => Counted = default;
}
