namespace Failfast;

/// <summary>A cause of some of the last failures.</summary>
[GenerateSerializer, Immutable, Alias("failfast.FailureCause")]
public sealed record FailureCause
{
    /// <summary>The short type name of the exception, or of the result if a result was the failure.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The number of failures with this cause.</summary>
    /// <value>At least 1.</value>
    [Id(1)]
    public required long Count { get; init; }
}
