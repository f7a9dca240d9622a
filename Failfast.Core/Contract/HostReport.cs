namespace Failfast.Contract;

/// <summary>A host's report or probe request to the grain. The answer is a <see cref="GrainReply"/>.</summary>
[GenerateSerializer, Immutable, Alias("failfast.HostReport")]
internal sealed record HostReport
{
    /// <summary>Unique per process start.</summary>
    [Id(0)]
    public Guid Host { get; init; }

    /// <summary>The host's readable name. Always sent, since any activation may be new.</summary>
    [Id(1)]
    public string? HostName { get; init; }

    /// <summary>Where the grain pushes to. Always sent, since any activation may be new.</summary>
    [Id(2)]
    public IBreakerObserver? Observer { get; init; }

    /// <summary>Numbers the counts: the same number means the same counts, sent again.</summary>
    [Id(3)]
    public long Sequence { get; init; }

    /// <summary>Calls since the last acknowledged sequence; the whole window for a new incarnation.</summary>
    [Id(4)]
    public AgedCounts[] Counts { get; init; } = [];

    /// <summary>The generation those calls began in.</summary>
    [Id(5)]
    public long Generation { get; init; }

    /// <summary>The newest snapshot that the host has; null before the first.</summary>
    [Id(6)]
    public GrainSnapshot? Remembered { get; init; }

    /// <summary>How long ago the host last received a snapshot.</summary>
    [Id(7)]
    public TimeSpan HeardAgo { get; init; }

    /// <summary>For a probe request: the leases the host has and when it would use another; null in a report, and from earlier versions.</summary>
    [Id(12)]
    public ProbeDemand? Demand { get; init; }

    /// <summary>
    /// The causes of this host's last failures within the sampling duration; null for none. Always the whole list, so that a lost
    /// or repeated report does no harm.
    /// </summary>
    [Id(8)]
    public FailureCause[]? Causes { get; init; }

    /// <summary>Calls that this host has rejected since it started; 0 from earlier versions.</summary>
    [Id(13)]
    public long Rejections { get; init; }

    /// <summary>How long the dependency still wants not to be called, as it has said itself; null if it has not, and from earlier versions.</summary>
    [Id(14)]
    public TimeSpan? RetryAfter { get; init; }
}
