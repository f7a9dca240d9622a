using System.Text.Json;
using System.Text.Json.Serialization;

namespace Failfast.Demo;

/// <summary>The result of the run, summed over all hosts.</summary>
internal sealed record DemoReport
{
    [JsonPropertyName("guarded")]
    public required GroupFigures Guarded { get; init; }

    [JsonPropertyName("bare")]
    public required GroupFigures Bare { get; init; }

    /// <summary>The time from when the service turned slow until the first host saw the breaker open; null if none did.</summary>
    [JsonPropertyName("opened_after_ms")]
    public double? OpenedAfterMs { get; init; }

    /// <summary>The same for the last host; null if some host never did.</summary>
    [JsonIgnore]
    public double? OpenEverywhereAfterMs { get; init; }

    /// <summary>Why the figures are not reliable; null if they are.</summary>
    [JsonIgnore]
    public string? Warning { get; init; }

    /// <param name="hosts">What each host measured.</param>
    /// <param name="slowAt">When the service turned slow, in milliseconds of the run.</param>
    public static DemoReport Of(IReadOnlyCollection<HostResult> hosts, double slowAt)
    {
        var opened = hosts.Select(host => BreakerTurn.OpenedAfter(host.Turns, slowAt)).ToList();
        return new DemoReport
        {
            Guarded = GroupFigures.Of(GroupResult.Merge([.. hosts.Select(host => host.Guarded)])),
            Bare = GroupFigures.Of(GroupResult.Merge([.. hosts.Select(host => host.Bare)])),
            OpenedAfterMs = Round(opened.Min()),
            Warning = BusyMachine.Warning(hosts, slowAt),
            OpenEverywhereAfterMs = opened.Contains(null) ? null : Round(opened.Max()),
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    private static double? Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 1) : null;
}
