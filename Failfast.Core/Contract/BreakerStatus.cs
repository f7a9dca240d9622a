namespace Failfast;

/// <summary>What the breaker grain knows; the answer of every operator call.</summary>
[GenerateSerializer, Alias("failfast.BreakerStatus")]
public sealed record BreakerStatus
{
    /// <summary>The state in force.</summary>
    [Id(0)]
    public required BreakerSnapshot Snapshot { get; init; }

    /// <summary>Whether that state would survive the loss of every process.</summary>
    [Id(1)]
    public BreakerDurability Durability { get; init; }

    /// <summary>
    /// The last storage error and the row that it concerns, if <see cref="Durability"/> is <see cref="BreakerDurability.Failing"/>; else null.
    /// </summary>
    [Id(2)]
    public string? StorageError { get; init; }

    /// <summary>Calls counted in the sampling window.</summary>
    [Id(3)]
    public long Calls { get; init; }

    /// <summary>Failures counted in the sampling window.</summary>
    [Id(4)]
    public long Failures { get; init; }

    /// <summary>Slow calls counted in the sampling window.</summary>
    [Id(5)]
    public long SlowCalls { get; init; }

    /// <summary>Failures since the last success.</summary>
    [Id(6)]
    public long ConsecutiveFailures { get; init; }

    /// <summary>Probes that are out at this moment.</summary>
    [Id(7)]
    public int Probes { get; init; }

    /// <summary>The hosts that are told of changes, by readable name: those that have spoken to the grain within six leases.</summary>
    [Id(8)]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The hosts that saw failures or slow calls in the sampling window, by readable name.</summary>
    [Id(9)]
    public IReadOnlyList<string> FailingHosts { get; init; } = [];
}
