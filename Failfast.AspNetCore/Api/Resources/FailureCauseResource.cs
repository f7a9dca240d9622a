using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>What made some of the last failures.</summary>
internal sealed record FailureCauseResource
{
    [Description("The type of the exception, or of the result.")]
    public required string Name { get; init; }

    [Description("How many of the last failures it made.")]
    public long Count { get; init; }

    [Description("What the latest exception said, shortened; null for a result.")]
    public string? Message { get; init; }

    [Description("Seconds since the latest.")]
    public double? Age { get; init; }

    [Description("The host that saw the latest.")]
    public string? Host { get; init; }

    public static FailureCauseResource Of(FailureCause cause) => new()
    {
        Name = cause.Name, Count = cause.Count, Message = cause.Message, Age = Seconds.Of(cause.Age), Host = cause.Host,
    };
}
