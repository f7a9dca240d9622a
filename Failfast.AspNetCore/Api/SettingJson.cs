using System.Text.Json;
using System.Text.Json.Nodes;
using Failfast.Api.Resources;

namespace Failfast.Api;

/// <summary>Settings as an object of JSON.</summary>
internal static class SettingJson
{
    public static JsonObject Of(SettingValues values) =>
        JsonSerializer.SerializeToNode(values, ApiJson.Default.SettingValues)!.AsObject();

    /// <summary>The settings with those of <paramref name="changes"/> in their place.</summary>
    /// <exception cref="ArgumentException">A name is no setting's, or a value is of the wrong kind.</exception>
    public static BreakerSettings Change(BreakerSettings settings, JsonObject changes)
    {
        var all = Of(SettingValues.Of(settings));
        foreach (var (name, value) in changes)
        {
            if (!all.ContainsKey(name))
                throw new ArgumentException(
                    $"'{Printable.Of(name)}' is not a setting; known are {string.Join(", ", all.Select(setting => setting.Key))}.");
            all[name] = value?.DeepClone();
        }

        try
        {
            return all.Deserialize(ApiJson.Default.SettingValues)!.ToSettings();
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The value of {error.Path?.TrimStart('$', '.')} is of the wrong kind: durations are numbers of seconds.");
        }
    }
}
