namespace Failfast.Contract;

/// <summary>The grain's answer to a host: always with the current snapshot.</summary>
[GenerateSerializer, Immutable, Alias("failfast.GrainReply")]
internal sealed record GrainReply
{
    [Id(0)]
    public required GrainSnapshot Snapshot { get; init; }

    /// <summary>The last sequence received from this host, counted or not; 0 for none.</summary>
    [Id(1)]
    public long Acknowledged { get; init; }

    /// <summary>The probe leases that the host may use: those it already keeps, renewed, and any new one.</summary>
    [Id(2)]
    public GrantedProbe[] GrantedProbes { get; init; } = [];

    /// <summary>The snapshot that the host showed is not plausible: it must discard that and take this one.</summary>
    [Id(4)]
    public bool ForgetYours { get; init; }
}
