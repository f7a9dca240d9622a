namespace Failfast.Contract;

/// <summary>The grain's answer to a host: always the current snapshot.</summary>
[GenerateSerializer, Immutable, Alias("failfast.GrainReply")]
internal sealed record GrainReply
{
    [Id(0)]
    public required GrainSnapshot Snapshot { get; init; }

    /// <summary>The last sequence taken from this host, counted or not; 0 for none.</summary>
    [Id(1)]
    public long Acknowledged { get; init; }

    /// <summary>The probe leases that the host may use: those it keeps, renewed, or one that was free.</summary>
    [Id(2)]
    public GrantedProbe[] GrantedProbes { get; init; } = [];

    /// <summary>The stamp the host showed can't be true: forget it and take this snapshot.</summary>
    [Id(4)]
    public bool ForgetYours { get; init; }
}
