using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Failfast.Api.Resources;

/// <summary>A breaker in the list.</summary>
internal sealed record BreakerSummaryResource
{
    public required string Name { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
    public BreakerState State { get; init; }

    [Description("Why it is in this state; null if it has never left it.")]
    public string? Reason { get; init; }

    [Description("Seconds since it entered the state; null if that is not known.")]
    public double? StateFor { get; init; }

    [Description("Seconds until calls are tried again: 0 when they are admitted, null when only an operator can say.")]
    public double? RetryAfter { get; init; }

    public int FailingHosts { get; init; }

    [Description("Calls in the sampling window.")]
    public long Calls { get; init; }

    public long Failures { get; init; }

    public long SlowCalls { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerDurability>))]
    public BreakerDurability Durability { get; init; }

    [Description("An operator's isolation, disabling or settings are in force.")]
    public bool IsOperated { get; init; }

    public bool SettingsAreOverridden { get; init; }

    [Description("How many transitions it has made.")]
    public long Generation { get; init; }

    public TransitionResource? LastTransition { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerAttention>))]
    public BreakerAttention Attention { get; init; }

    [Description("False if nobody has called it lately: it is listed because an operator has changed it.")]
    public bool IsActive { get; init; }

    public static BreakerSummaryResource Of(BreakerSummary it) => new()
    {
        Name = it.Name,
        State = it.State,
        Reason = it.Reason,
        StateFor = Seconds.Of(it.StateFor),
        RetryAfter = Seconds.Of(it.RetryAfter),
        FailingHosts = it.FailingHosts,
        Calls = it.Calls,
        Failures = it.Failures,
        SlowCalls = it.SlowCalls,
        Durability = it.Durability,
        IsOperated = it.IsOperated,
        SettingsAreOverridden = it.SettingsAreOverridden,
        Generation = it.Generation,
        LastTransition = it.LastTransition is { } last ? TransitionResource.Of(last) : null,
        Attention = it.Attention,
        IsActive = it.IsActive,
    };
}
