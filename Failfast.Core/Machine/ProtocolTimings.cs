namespace Failfast.Machine;

/// <summary>The timings of the protocol between hosts and grain.</summary>
internal sealed record ProtocolTimings
{
    /// <summary>Successes are reported at most this often.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A cached snapshot is trusted this long after the grain was last heard.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest a guarded call waits for the grain.</summary>
    public TimeSpan ColdStartBudget { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest the grain waits for silent hosts before it opens.</summary>
    public TimeSpan ConfirmBudget { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after its last request a host may keep a probe lease for a coming call: three report intervals, but at least 3 s.</summary>
    public TimeSpan ProbeKept => 3 * (ReportInterval > TimeSpan.FromSeconds(1) ? ReportInterval : TimeSpan.FromSeconds(1));

    /// <summary>How long after a host's last message the grain pushes to it: several leases, so that idle hosts hear of changes too.</summary>
    public TimeSpan SubscriptionDuration => LeaseDuration * 6;
}
