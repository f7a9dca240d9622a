using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Failfast.Api.Resources;

/// <summary>Everything about one breaker.</summary>
internal sealed record BreakerResource
{
    public required string Name { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
    public BreakerState State { get; init; }

    [Description("Why it is in this state; null if it has never left it.")]
    public string? Reason { get; init; }

    [Description("How many transitions it has made.")]
    public long Generation { get; init; }

    [Description("Seconds until calls are tried again: 0 when they are admitted, null when only an operator can say.")]
    public double? RetryAfter { get; init; }

    [Description("Breaks in a row, this one included; 0 when closed.")]
    public int Breaks { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerDurability>))]
    public BreakerDurability Durability { get; init; }

    public string? StorageError { get; init; }

    [Description("Calls in the sampling window.")]
    public long Calls { get; init; }

    public long Failures { get; init; }

    public long SlowCalls { get; init; }

    public long ConsecutiveFailures { get; init; }

    [Description("Probes that are out at this moment.")]
    public int Probes { get; init; }

    [Description("What made the last failures, the commonest first.")]
    public required IReadOnlyList<FailureCauseResource> FailureCauses { get; init; }

    public required IReadOnlyList<HostResource> Hosts { get; init; }

    [Description("The last transitions, the latest first.")]
    public required IReadOnlyList<TransitionResource> Transitions { get; init; }

    public required SettingsResource Settings { get; init; }

    public static BreakerResource Of(BreakerDetails details)
    {
        var (status, snapshot) = (details.Status, details.Status.Snapshot);
        return new()
        {
            Name = snapshot.Name,
            State = snapshot.State,
            Reason = snapshot.Reason,
            Generation = snapshot.Generation,
            RetryAfter = Seconds.Of(snapshot.RetryAfter),
            Breaks = snapshot.Breaks,
            Durability = status.Durability,
            StorageError = status.StorageError,
            Calls = status.Calls,
            Failures = status.Failures,
            SlowCalls = status.SlowCalls,
            ConsecutiveFailures = status.ConsecutiveFailures,
            Probes = status.Probes,
            FailureCauses = [.. status.FailureCauses.Select(FailureCauseResource.Of)],
            Hosts = [.. details.Hosts.Select(HostResource.Of)],
            Transitions = [.. details.Transitions.Select(TransitionResource.Of)],
            Settings = SettingsResource.Of(status),
        };
    }
}
