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
}
