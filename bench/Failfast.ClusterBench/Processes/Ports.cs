using System.Net.NetworkInformation;

namespace Failfast.ClusterBench.Processes;

internal static class Ports
{
    // Below the range for outgoing connections, one of which could take the port before the silo binds it.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly HashSet<int> s_taken =
        [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port)];

    /// <summary>A port nobody listens on, each time another one.</summary>
    public static int Free()
    {
        while (true)
            if (Random.Shared.Next(First, Last) is var port && s_taken.Add(port))
                return port;
    }
}
