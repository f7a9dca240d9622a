using System.Text.Json;

namespace Failfast.Demo;

/// <summary>Tells a host to begin.</summary>
/// <param name="Service">Where the service is.</param>
/// <param name="Breaker">The one that guards the calls to it.</param>
/// <param name="Origin">When the run starts, for <see cref="RunClock"/>.</param>
/// <param name="Seconds">How long it lasts.</param>
internal sealed record StartOrder(Uri Service, string Breaker, long Origin, int Seconds)
{
    public string ToLine() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static StartOrder Parse(string line) => JsonSerializer.Deserialize<StartOrder>(line, JsonSerializerOptions.Web)!;
}
