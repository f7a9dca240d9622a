using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Failfast.Api.Resources;

/// <summary>What has become of a command.</summary>
internal sealed record OutcomeResource
{
    public required string Name { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<BreakerState>))]
    public BreakerState State { get; init; }

    public string? Reason { get; init; }

    [Description("Durable: it survives the loss of every process. Anything else: it is in force, and would not.")]
    [JsonConverter(typeof(JsonStringEnumConverter<BreakerDurability>))]
    public BreakerDurability Durability { get; init; }

    public string? StorageError { get; init; }

    public required SettingsResource Settings { get; init; }

    public static OutcomeResource Of(BreakerStatus status) => new()
    {
        Name = status.Snapshot.Name,
        State = status.Snapshot.State,
        Reason = status.Snapshot.Reason,
        Durability = status.Durability,
        StorageError = status.StorageError,
        Settings = SettingsResource.Of(status),
    };
}
