namespace Failfast;

/// <summary>A cause of some of the last failures, and what the latest of them was.</summary>
[GenerateSerializer, Immutable, Alias("failfast.FailureCause")]
public sealed record FailureCause
{
    /// <summary>
    /// The short type name of the exception, or of the result if a result was the failure; <c>slow call</c> for a call that had failed by taking
    /// longer than <see cref="BreakerSettings.SlowCallDuration"/>, or than the limit of its HTTP client, before it ended.
    /// </summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The number of failures with this cause.</summary>
    /// <value>At least 1.</value>
    [Id(1)]
    public required long Count { get; init; }

    /// <summary>
    /// What the latest exception said, at most 200 characters on one line; null for a result, and from a host of an earlier version.
    /// </summary>
    [Id(2)]
    public string? Message { get; init; }

    /// <summary>How long ago the latest was; null from a host of an earlier version.</summary>
    [Id(3)]
    public TimeSpan? Age { get; init; }

    /// <summary>The readable name of the host that saw the latest.</summary>
    /// <value>Null only from a silo of an earlier version.</value>
    [Id(4)]
    public string? Host { get; init; }
}
