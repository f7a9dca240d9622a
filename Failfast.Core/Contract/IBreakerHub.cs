using Orleans.Concurrency;

namespace Failfast.Contract;

/// <summary>The breaker grain's interface for hosts. Time-outs are short, so that a host soon notices a grain that does not answer.</summary>
[Alias("failfast.IBreakerHub"), GrainInterfaceType("failfast.IBreakerHub")]
internal interface IBreakerHub : IGrainWithStringKey
{
    [Alias("report"), ResponseTimeout("00:00:02")]
    Task<GrainReply> Report(HostReport report);

    [Alias("probe"), ResponseTimeout("00:00:02")]
    Task<GrainReply> RequestProbe(HostReport report);

    [Alias("probed"), ResponseTimeout("00:00:02")]
    Task<GrainReply> EndProbe(ProbeReport report);

    /// <summary>
    /// Configures the breaker if the settings in force are still those that the caller has seen; null if they are not. As an
    /// operator's call it waits for the write.
    /// </summary>
    [Alias("configure-if"), AlwaysInterleave]
    Task<BreakerStatus?> ConfigureIf(BreakerSettings? settings, BreakerSettings expected, bool expectedOverridden);
}
