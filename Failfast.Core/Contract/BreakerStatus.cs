using Failfast.Contract;

namespace Failfast;

/// <summary>What the breaker grain knows; the result of every operator call.</summary>
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
    /// The last storage error and its row if <see cref="Durability"/> is <see cref="BreakerDurability.Failing"/>; else null.
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

    /// <summary>Probe leases that are granted at this moment.</summary>
    [Id(7)]
    public int Probes { get; init; }

    /// <summary>The readable names of the hosts that receive changes: those that sent the grain a message within six leases.</summary>
    [Id(8)]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The readable names of the hosts that saw failures or slow calls in the sampling window.</summary>
    [Id(9)]
    public IReadOnlyList<string> FailingHosts { get; init; } = [];

    /// <summary>Whether the settings in force come from <see cref="IBreakerGrain.Configure"/> rather than from configuration.</summary>
    [Id(10)]
    public bool SettingsAreOverridden { get; init; }

    /// <summary>The settings from configuration, in force or not: those that <c>Configure(null)</c> restores.</summary>
    /// <value>Null only from a test double, or a silo of an earlier version.</value>
    [Id(11)]
    public BreakerSettings? ConfiguredSettings { get; init; }

    /// <summary>
    /// The causes of the last failures, most frequent first: at most 5 names. Each host contributes at most its last 32 failures, none
    /// older than the sampling duration.
    /// </summary>
    [Id(12)]
    public IReadOnlyList<FailureCause> FailureCauses { get; init; } = [];

    /// <summary>The snapshot that hosts receive, for the caller's local copy; null from a silo of an earlier version.</summary>
    [Id(13)]
    internal GrainSnapshot? Published { get; init; }
}
