using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Failfast.Api.Resources;

/// <summary>The settings of a breaker, and where they come from.</summary>
internal sealed record SettingsResource
{
    [Description("The settings in force.")]
    public required SettingValues Values { get; init; }

    [Description("What configuration says: what a DELETE goes back to.")]
    public SettingValues? Configured { get; init; }

    [Description("Whether an operator's settings hide the configured ones.")]
    public bool IsOverridden { get; init; }

    [Description("The settings that are not the default, each with where it comes from: Configuration or Operator.")]
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    [Description("To be sent in If-Match with a change.")]
    [JsonPropertyName("etag")]
    public required string ETag { get; init; }

    public static SettingsResource Of(BreakerStatus status)
    {
        var values = SettingValues.Of(status.Snapshot.Settings);
        var configured = status.ConfiguredSettings is { } known ? SettingValues.Of(known) : null;
        return new()
        {
            Values = values,
            Configured = configured,
            IsOverridden = status.SettingsAreOverridden,
            Sources = FindSources(values, status.SettingsAreOverridden ? configured : null),
            ETag = SettingsVersion.Of(status),
        };
    }

    private static Dictionary<string, string> FindSources(SettingValues values, SettingValues? hidden)
    {
        var defaults = SettingJson.Of(SettingValues.Of(new BreakerSettings()));
        var configured = hidden is null ? null : SettingJson.Of(hidden);
        var sources = new Dictionary<string, string>();
        foreach (var (name, value) in SettingJson.Of(values))
        {
            var source = configured is not null && !JsonNode.DeepEquals(value, configured[name]) ? SettingSource.Operator
                : JsonNode.DeepEquals(value, defaults[name]) ? SettingSource.Default
                : SettingSource.Configuration;
            if (source != SettingSource.Default)
                sources[name] = source.ToString();
        }

        return sources;
    }
}
