namespace Failfast;

/// <summary>One line of the directory.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerSummary")]
public sealed record BreakerSummary
{
    /// <summary>The breaker's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The state in effect: a break that has run out reads <see cref="BreakerState.HalfOpen"/>.</summary>
    [Id(1)]
    public BreakerState State { get; init; }

    /// <summary>Why it is in this state, for people; null if it has never left it.</summary>
    [Id(2)]
    public string? Reason { get; init; }

    /// <summary>For how long it has been in this state; null if it has never left it, or the grain did not see it enter.</summary>
    [Id(3)]
    public TimeSpan? StateFor { get; init; }

    /// <summary>When to try again: zero when calls are admitted, null when only an operator can say.</summary>
    [Id(4)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many hosts saw failures or slow calls in the sampling window.</summary>
    [Id(5)]
    public int FailingHosts { get; init; }

    /// <summary>Calls counted in the sampling window.</summary>
    [Id(6)]
    public long Calls { get; init; }

    /// <summary>Failures counted in the sampling window.</summary>
    [Id(7)]
    public long Failures { get; init; }

    /// <summary>Slow calls counted in the sampling window.</summary>
    [Id(8)]
    public long SlowCalls { get; init; }

    /// <summary>Whether the state would survive the loss of every process.</summary>
    [Id(9)]
    public BreakerDurability Durability { get; init; }

    /// <summary>An operator's isolation, disabling or settings are in force.</summary>
    [Id(10)]
    public bool IsOperated { get; init; }

    /// <summary>Whether the settings in force were given to <see cref="IBreakerGrain.Configure"/>, rather than by configuration.</summary>
    [Id(11)]
    public bool SettingsAreOverridden { get; init; }

    /// <summary>How many transitions the breaker has made in the cluster.</summary>
    [Id(12)]
    public long Generation { get; init; }

    /// <summary>The last transition; null if the grain has seen none.</summary>
    [Id(13)]
    public BreakerTransition? LastTransition { get; init; }

    /// <summary>Why it needs attention, or that it needs none.</summary>
    [Id(14)]
    public BreakerAttention Attention { get; init; }

    /// <summary>
    /// Whether its grain is active. If not, nobody has called it lately, and it is listed because an operator has changed it: what is said
    /// here is what the operator's last command left.
    /// </summary>
    [Id(15)]
    public bool IsActive { get; init; }
}
