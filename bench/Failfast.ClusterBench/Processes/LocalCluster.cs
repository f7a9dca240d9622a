using System.Globalization;

namespace Failfast.ClusterBench.Processes;

/// <summary>Silos and hosts, each a process of this machine.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _name = $"bench-{Guid.NewGuid():N}";
    private readonly List<(ChildProcess Process, int Gateway)> _silos = [];
    private readonly List<ChildProcess> _hosts = [];

    private LocalCluster()
    {
    }

    public IReadOnlyList<ChildProcess> Silos => [.. _silos.Select(silo => silo.Process)];

    public IReadOnlyList<ChildProcess> Hosts => _hosts;

    /// <summary>What a scenario has left behind would disturb the next one: that needs new processes.</summary>
    public bool IsDirty { get; set; }

    public static async Task<LocalCluster> Start(int silos)
    {
        var cluster = new LocalCluster();
        try
        {
            var primary = Ports.Free();
            for (var i = 0; i < silos; i++)
            {
                var (port, gateway) = (i == 0 ? primary : Ports.Free(), Ports.Free());
                cluster._silos.Add((await ChildProcess.Start("silo", cluster._name, Text(port), Text(gateway), Text(primary)), gateway));
            }
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Each connects to every silo.</summary>
    public async Task AddHosts(int count)
    {
        string[] arguments = ["host", _name, .. _silos.Select(silo => Text(silo.Gateway))];
        // Some at a time: they would else starve each other while they connect.
        for (; count > 0; count -= 4)
            _hosts.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(4, count)).Select(_ => ChildProcess.Start(arguments))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _hosts.Concat(Silos))
            await process.DisposeAsync();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
