namespace Failfast.Demo;

/// <summary>All hosts of a run: the first in this process, the others in child processes.</summary>
internal sealed class DemoHosts : IAsyncDisposable
{
    private readonly List<IDemoHost> _hosts = [];

    /// <summary>Says when the user has had enough.</summary>
    public CancellationToken Stopping { get; private set; }

    /// <returns>Reaches the breakers of the cluster.</returns>
    public async Task<IGrainFactory> Start(int count, TimeProvider time)
    {
        var places = SiloPlace.Pick(count);
        var first = await LocalHost.Start(places[0], time);
        _hosts.Add(first);
        Stopping = first.Stopping;
        var children = places.Skip(1).Select(place => ChildHost.Start(place, time, Stopping)).ToList();
        try
        {
            await Task.WhenAll(children);
        }
        finally
        {
            _hosts.AddRange(children.Where(child => child.IsCompletedSuccessfully).Select(child => child.Result));
        }

        return first.Grains;
    }

    /// <summary>Runs all hosts. If one fails, all end.</summary>
    public async Task<HostResult[]> Run(StartOrder order, Action<int, HostMessage> said, CancellationTokenSource end)
    {
        return await Task.WhenAll(_hosts.Select(RunOne));

        async Task<HostResult> RunOne(IDemoHost host, int index)
        {
            try
            {
                return await host.Run(order, message => said(index, message), end.Token);
            }
            catch (DemoException)
            {
                await end.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>The primary silo, which is the first, stops last.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Skip(1).Select(host => host.DisposeAsync().AsTask()));
        if (_hosts.Count > 0)
            await _hosts[0].DisposeAsync();
    }
}
