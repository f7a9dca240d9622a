namespace Failfast.Contract;

/// <summary>What a host tells the grain. Every answer is a <see cref="GrainReply"/>.</summary>
[GenerateSerializer, Immutable, Alias("failfast.HostReport")]
internal sealed record HostReport
{
    /// <summary>Unique per process start.</summary>
    [Id(0)]
    public Guid Host { get; init; }

    /// <summary>For people; sent when the grain may not know it.</summary>
    [Id(1)]
    public string? HostName { get; init; }

    /// <summary>Where to push; sent when the grain may not know it.</summary>
    [Id(2)]
    public IBreakerObserver? Observer { get; init; }

    /// <summary>Numbers the counts: the same number means the same counts, sent again.</summary>
    [Id(3)]
    public long Sequence { get; init; }

    /// <summary>Calls since the last acknowledged sequence; the whole window for an incarnation just met.</summary>
    [Id(4)]
    public AgedCounts[] Counts { get; init; } = [];

    /// <summary>The generation those calls began in.</summary>
    [Id(5)]
    public long Generation { get; init; }

    /// <summary>The newest the host has heard; null when it has heard nothing.</summary>
    [Id(6)]
    public GrainSnapshot? Remembered { get; init; }

    /// <summary>How long ago the grain last spoke to the host.</summary>
    [Id(7)]
    public TimeSpan HeardAgo { get; init; }

    /// <summary>What a host that asks for a probe has, and when it will use one; null for a report, and of hosts that don't tell.</summary>
    [Id(12)]
    public ProbeDemand? Demand { get; init; }

    /// <summary>
    /// What made this host's last failures, as far as they are not older than the sampling duration: always the whole list, so that
    /// a report that is lost, or comes twice, changes nothing. Null when there were none.
    /// </summary>
    [Id(8)]
    public FailureCause[]? Causes { get; init; }
}
