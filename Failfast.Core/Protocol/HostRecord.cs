using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What the grain knows of one host.</summary>
internal sealed class HostRecord
{
    private FailureCause[] _causes = [];

    public string Name { get; set; } = "";

    public TimeSpan LastHeard { get; set; }

    /// <summary>When a report was last requested from it.</summary>
    public TimeSpan ReportRequestedAt { get; set; } = TimeSpan.MinValue / 2;

    /// <summary>The last sequence received, counted or not.</summary>
    public long Sequence { get; set; }

    /// <summary>All its calls that were counted here.</summary>
    public CallCounts Counted { get; private set; }

    /// <summary>Calls that it has rejected since it started.</summary>
    public long Rejections { get; private set; }

    /// <summary>The causes of its last failures, as last reported; none older than the window.</summary>
    public IEnumerable<FailureCause> Causes(TimeSpan now, TimeSpan window)
    {
        var since = now - LastHeard;
        return since >= window
            ? []
            : _causes.Select(cause => cause with { Age = cause.Age + since, Host = Name }).Where(cause => cause.Age is null || cause.Age < window);
    }

    /// <summary>It has told what only its process knows.</summary>
    public void Note(FailureCause[] causes, long rejections) => (_causes, Rejections) = (causes, Math.Max(Rejections, rejections));

    public void Count(AgedCounts[] calls)
    {
        foreach (var some in calls)
            Counted = Counted.Then(some.Counts);
    }

    /// <summary>The host is about to send again what was counted.</summary>
    public void ForgetCounts() => Counted = default;
}
