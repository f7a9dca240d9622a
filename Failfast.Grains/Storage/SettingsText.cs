using System.Text.Json;
using System.Text.Json.Nodes;

namespace Failfast.Storage;

/// <summary>
/// An operator's settings as JSON, each written out. A silo of an earlier version may read it during a rolling upgrade: under the names
/// that it knows are the values that it understands, and beside them, as <c>Exact</c>, the real ones.
/// </summary>
internal static class SettingsText
{
    private const string Exact = nameof(Exact);
    private const string SlowCallsAreFailures = nameof(SlowCallsAreFailures);
    private const string SlowCallRatio = nameof(BreakerSettings.SlowCallRatio);
    private const string ProbeTimeout = nameof(BreakerSettings.ProbeTimeout);

    public static string Write(BreakerSettings settings)
    {
        var text = JsonSerializer.SerializeToNode(settings)!.AsObject();
        text[Exact] = new JsonObject { [SlowCallRatio] = text[SlowCallRatio]?.DeepClone(), [ProbeTimeout] = text[ProbeTimeout]?.DeepClone() };
        text[SlowCallRatio] = settings.EarlierSlowCallRatio;
        text[ProbeTimeout] = JsonSerializer.SerializeToNode(settings.EarlierProbeTimeout);
        text[SlowCallsAreFailures] = settings.EarlierSlowCallsAreFailures;
        return text.ToJsonString();
    }

    /// <exception cref="JsonException">It can't be read.</exception>
    public static BreakerSettings? Read(string json)
    {
        var earlier = JsonSerializer.Deserialize<BreakerSettings>(json);
        if (earlier is null)
            return null;
        var text = JsonNode.Parse(json)!.AsObject();
        if (text[Exact] is not { } exact)
            return earlier with { EarlierSlowCallsAreFailures = text[SlowCallsAreFailures].Deserialize<bool?>() == true };
        return earlier with { SlowCallRatio = exact[SlowCallRatio].Deserialize<double?>(), ProbeTimeout = exact[ProbeTimeout].Deserialize<TimeSpan?>() };
    }
}
