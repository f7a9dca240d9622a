using Failfast.ClusterBench.Processes;

namespace Failfast.ClusterBench;

/// <summary>What scenarios share: the results, how long to measure, and the cluster of the one before, if it will do.</summary>
internal sealed class Bench(bool isQuick, Results results) : IAsyncDisposable
{
    private LocalCluster? _cluster;

    public Results Results => results;

    /// <summary>How much to measure.</summary>
    public T Pick<T>(T quick, T full) => isQuick ? quick : full;

    /// <summary>A cluster of that many silos with at least that many hosts; that of the scenario before, if it has as many silos.</summary>
    public async Task<LocalCluster> Cluster(int silos, int hosts)
    {
        if (_cluster is not null && (_cluster.Silos.Count != silos || _cluster.IsDirty))
            await DropCluster();
        _cluster ??= await LocalCluster.Start(silos);
        await _cluster.AddHosts(hosts - _cluster.Hosts.Count);
        return _cluster;
    }

    public async Task DropCluster()
    {
        if (_cluster is { } old)
            await old.DisposeAsync();
        _cluster = null;
    }

    public async ValueTask DisposeAsync() => await DropCluster();
}
