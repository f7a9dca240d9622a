using System.Text.Json;

namespace Failfast.Demo;

/// <summary>A message of a host to the main process, as one line of JSON. Exactly one member is set.</summary>
internal sealed record HostMessage
{
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    /// <summary>Its silo is up.</summary>
    public bool Ready { get; init; }

    /// <summary>Its current counts.</summary>
    public HostTick? Tick { get; init; }

    /// <summary>It saw the breaker change.</summary>
    public BreakerTurn? Turn { get; init; }

    /// <summary>Its measurements; the last message.</summary>
    public HostResult? Result { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Parses a line; null if it is no message.</summary>
    public static HostMessage? Parse(string line) =>
        line.StartsWith('{') ? JsonSerializer.Deserialize<HostMessage>(line, s_json) : null;
}

/// <summary>The current counts of one host.</summary>
internal sealed record HostTick(BreakerState State, GroupTick Guarded, GroupTick Bare);
