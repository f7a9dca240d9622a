using Failfast.Contract;

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

    /// <summary>Whether the settings in force were given to <see cref="IBreakerGrain.Configure"/>, rather than by configuration.</summary>
    [Id(10)]
    public bool SettingsAreOverridden { get; init; }

    /// <summary>What configuration says, be it in force or not: what <c>Configure(null)</c> would go back to.</summary>
    /// <value>Null only from a test double, or a silo of an earlier version.</value>
    [Id(11)]
    public BreakerSettings? ConfiguredSettings { get; init; }

    /// <summary>
    /// What made the last failures, the commonest first: at most 5 names, of at most the last 32 failures of each host, none older than
    /// the sampling duration.
    /// </summary>
    [Id(12)]
    public IReadOnlyList<FailureCause> FailureCauses { get; init; } = [];

    /// <summary>What every process is told of this state, for the caller's own copy; null from a silo of an earlier version.</summary>
    [Id(13)]
    internal GrainSnapshot? Published { get; init; }
}
