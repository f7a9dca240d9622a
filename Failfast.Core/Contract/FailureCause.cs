namespace Failfast;

/// <summary>What made some of the last failures.</summary>
[GenerateSerializer, Immutable, Alias("failfast.FailureCause")]
public sealed record FailureCause
{
    /// <summary>The short name of the exception's type, or of the result's where a result was the failure.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How many of the failures it made.</summary>
    /// <value>At least 1.</value>
    [Id(1)]
    public required long Count { get; init; }
}
