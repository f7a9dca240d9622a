using System.Text.Json;

namespace Failfast.Demo;

/// <summary>What a host tells the one that runs the demo: one of these at a time, a line of JSON each.</summary>
internal sealed record HostMessage
{
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    /// <summary>Its silo is up.</summary>
    public bool Ready { get; init; }

    /// <summary>How it stands now.</summary>
    public HostTick? Tick { get; init; }

    /// <summary>It saw the breaker change.</summary>
    public BreakerTurn? Turn { get; init; }

    /// <summary>All it measured; its last word.</summary>
    public HostResult? Result { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Null for a line that is no message.</summary>
    public static HostMessage? Parse(string line) =>
        line.StartsWith('{') ? JsonSerializer.Deserialize<HostMessage>(line, s_json) : null;
}

/// <summary>How one host stands.</summary>
internal sealed record HostTick(BreakerState State, GroupTick Guarded, GroupTick Bare);
