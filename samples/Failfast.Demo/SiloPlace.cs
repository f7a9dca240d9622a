using System.Net;
using System.Net.NetworkInformation;

namespace Failfast.Demo;

/// <summary>The addresses of a silo of the demo, as Orleans configuration.</summary>
internal static class SiloPlace
{
    // Below the range for outgoing connections, one of which could take the port before the silo binds it.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    /// <summary>One place for each silo of a new cluster; the first is the primary, which must be up before the others.</summary>
    public static IReadOnlyList<Dictionary<string, string?>> Pick(int count)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        var ports = new List<int>();
        while (ports.Count < count)
            if (Random.Shared.Next(FirstPort, LastPort) is var port && taken.Add(port))
                ports.Add(port);
        // A unique name keeps out leftover silos of other runs.
        var cluster = $"failfast-demo-{Guid.NewGuid():N}";
        return [.. ports.Select((port, index) => new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = cluster,
            ["Orleans:ServiceId"] = "failfast-demo",
            ["Orleans:Endpoints:AdvertisedIPAddress"] = $"{IPAddress.Loopback}",
            ["Orleans:Endpoints:SiloPort"] = $"{port}",
            // No clients from outside.
            ["Orleans:Endpoints:GatewayPort"] = "0",
            ["Orleans:Clustering:ProviderType"] = "Development",
            ["Orleans:Clustering:PrimarySiloEndPoint"] = $"{IPAddress.Loopback}:{ports[0]}",
            ["Failfast:HostName"] = $"host {index + 1}",
        })];
    }
}
