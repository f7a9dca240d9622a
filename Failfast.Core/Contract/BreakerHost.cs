namespace Failfast;

/// <summary>A host, as a breaker's grain knows it.</summary>
[GenerateSerializer, Immutable, Alias("failfast.BreakerHost")]
public sealed record BreakerHost
{
    /// <summary>The readable name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Calls of this host that the grain has counted since it became active; they only grow, so that two answers give a rate.</summary>
    [Id(1)]
    public long Calls { get; init; }

    /// <summary>Those of the calls that failed.</summary>
    [Id(2)]
    public long Failures { get; init; }

    /// <summary>Those of the calls that were slow.</summary>
    [Id(3)]
    public long SlowCalls { get; init; }

    /// <summary>How long ago it last spoke to the grain.</summary>
    [Id(4)]
    public TimeSpan HeardAgo { get; init; }

    /// <summary>Whether it saw failures or slow calls in the sampling window.</summary>
    [Id(5)]
    public bool IsFailing { get; init; }

    /// <summary>What made its last failures, the commonest first: at most 5 names.</summary>
    [Id(6)]
    public IReadOnlyList<FailureCause> FailureCauses { get; init; } = [];

    /// <summary>Calls that it has rejected since its process started.</summary>
    /// <value>0 also for a host of an earlier version.</value>
    [Id(7)]
    public long Rejections { get; init; }
}
