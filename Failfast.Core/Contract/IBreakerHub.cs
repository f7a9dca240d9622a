namespace Failfast.Contract;

/// <summary>The breaker grain as hosts speak to it. No host waits longer than it can afford: time-outs are short.</summary>
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
