using System.Text.Json;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>What one host tells of the calls that have ended since it was last asked.</summary>
internal sealed record HostTally(
    int Succeeded, int Rejected, int Failed, int Others, string[] Errors, double[] Delays, double[] MachinePauses, int Pauses)
{
    public string Host { get; private init; } = "";

    public static HostTally Parse(string host, string json) => JsonSerializer.Deserialize<HostTally>(json)! with { Host = host };
}
