using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Failfast.Api.Resources;

/// <summary>A change of a breaker's state.</summary>
internal sealed record TransitionResource
{
    [JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
    public BreakerState From { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
    public BreakerState To { get; init; }

    public required string Reason { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<TransitionActor>))]
    public TransitionActor Actor { get; init; }

    [Description("Seconds since.")]
    public double Age { get; init; }

    public long Generation { get; init; }

    public static TransitionResource Of(BreakerTransition it) => new()
    {
        From = it.From,
        To = it.To,
        Reason = it.Reason,
        Actor = it.Actor,
        Age = Seconds.Of(it.Age),
        Generation = it.Generation,
    };
}
