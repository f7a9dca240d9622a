using System.Net;

namespace Failfast.Tests.Integration.Compose;

/// <summary>A silo of the compose file, and where it runs on this machine.</summary>
internal sealed class ComposePlace(string silo, AzuriteServer tables)
{
    private readonly int _http = FreePort.Next();
    private readonly int _silo = FreePort.Next();
    private readonly int _gateway = FreePort.Next();

    public string Url(string path) => $"http://127.0.0.1:{_http}{path}";

    public SiloProcess Start() => new(Environment());

    private Dictionary<string, string> Environment()
    {
        var environment = new ComposeFile().Environment(silo).ToDictionary(pair => pair.Key, pair => pair.Value
            .Replace("azurite:10002", $"127.0.0.1:{tables.Port}", StringComparison.Ordinal)
            .Replace("0.0.0.0:8080", $"127.0.0.1:{_http}", StringComparison.Ordinal));
        environment["Orleans__Endpoints__SiloPort"] = $"{_silo}";
        environment["Orleans__Endpoints__GatewayPort"] = $"{_gateway}";
        // In a container that is the container's own address.
        environment["Orleans__Endpoints__AdvertisedIPAddress"] = $"{IPAddress.Loopback}";
        // Waiting for its state is what readiness is for.
        environment["Failfast__Breakers__held__BreakDuration"] = "00:00:05";
        return environment;
    }
}
