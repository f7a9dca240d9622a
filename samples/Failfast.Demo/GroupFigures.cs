using System.Text.Json.Serialization;

namespace Failfast.Demo;

/// <summary>One group's column of the closing table. The JSON contains the three main figures.</summary>
internal sealed record GroupFigures
{
    [JsonPropertyName("served")]
    public required int Served { get; init; }

    [JsonPropertyName("p99_ms")]
    public required double P99Ms { get; init; }

    [JsonPropertyName("max_stuck")]
    public required int MaxStuck { get; init; }

    [JsonIgnore]
    public double MedianMs { get; init; }

    [JsonIgnore]
    public GroupTick Counts { get; init; } = new();

    [JsonIgnore]
    public int Unanswered { get; init; }

    public static GroupFigures Of(GroupResult result) => new()
    {
        Served = result.Served,
        P99Ms = result.Percentile(0.99),
        MaxStuck = result.MaxStuck,
        MedianMs = result.Percentile(0.5),
        Counts = result.Counts,
        Unanswered = result.Unanswered,
    };
}
