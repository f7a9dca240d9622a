using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>A host, and what it sees.</summary>
internal sealed record HostResource
{
    public required string Name { get; init; }

    [Description("Calls since the breaker's grain became active: they only grow, and two answers give a rate.")]
    public long Calls { get; init; }

    public long Failures { get; init; }

    public long SlowCalls { get; init; }

    [Description("Calls that it has rejected since its process started.")]
    public long Rejections { get; init; }

    [Description("Seconds since it last spoke to the grain.")]
    public double HeardAgo { get; init; }

    [Description("It saw failures or slow calls in the sampling window.")]
    public bool IsFailing { get; init; }

    public required IReadOnlyList<FailureCauseResource> FailureCauses { get; init; }

    public static HostResource Of(BreakerHost it) => new()
    {
        Name = it.Name,
        Calls = it.Calls,
        Failures = it.Failures,
        SlowCalls = it.SlowCalls,
        HeardAgo = Seconds.Of(it.HeardAgo),
        IsFailing = it.IsFailing,
        Rejections = it.Rejections,
        FailureCauses = [.. it.FailureCauses.Select(FailureCauseResource.Of)],
    };
}
