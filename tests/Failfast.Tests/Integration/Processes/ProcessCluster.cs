namespace Failfast.Tests.Integration.Processes;

/// <summary>Silos and a client, each a process of its own, on a Redis of their own; losses are noticed within seconds.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private readonly string _name = $"processes-{Guid.NewGuid():N}";
    private readonly List<HostProcess> _all = [];
    private readonly RedisServer _redis;
    private readonly string[] _options;

    private ProcessCluster(RedisServer redis, string[] options) => (_redis, _options) = (redis, options);

    public IReadOnlyList<HostProcess> All => [.. _all.Where(host => !host.HasExited)];

    public IReadOnlyList<HostProcess> Silos => [.. All.Where(host => host.SiloPort != 0)];

    /// <summary>The first one: it connected when all silos were up.</summary>
    public HostProcess Client => _all.First(host => host.SiloPort == 0);

    /// <param name="silos">0 leaves it to the test to start them, and the client.</param>
    /// <param name="options">Of every host.</param>
    public static async Task<ProcessCluster> Start(int silos, params string[] options)
    {
        var cluster = new ProcessCluster(await RedisServer.Start(), ["--tight=true", .. options]);
        try
        {
            await cluster.StartSilos(silos);
            if (silos > 0)
                await cluster.StartClient();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Task<HostProcess[]> StartSilos(int count, params string[] more) => StartSilos(count, HostProgram.Current, more);

    /// <param name="count">How many.</param>
    /// <param name="program">Of this release or an older one.</param>
    /// <param name="more">Options of these silos alone.</param>
    public async Task<HostProcess[]> StartSilos(int count, HostProgram program, params string[] more)
    {
        var started = await Task.WhenAll(Enumerable.Range(0, count)
            .Select(_ => HostProcess.StartSilo(program, _redis, _name, [.. _options, .. more])));
        _all.AddRange(started);
        return started;
    }

    public async Task StartClient(HostProgram? program = null) =>
        _all.Add(await HostProcess.StartClient(program ?? HostProgram.Current, _redis, _name, _options));

    /// <summary>The silo that has the breaker's grain; null while nobody can say.</summary>
    public async Task<HostProcess?> TryFindHome(string breaker)
    {
        var port = (await Client.Ask($"home {breaker}"))[0];
        return Silos.SingleOrDefault(silo => $"{silo.SiloPort}" == port);
    }

    public async Task<HostProcess> FindHome(string breaker)
    {
        HostProcess? home = null;
        await Eventually.Is(async () => (home = await TryFindHome(breaker)) is not null);
        return home!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _all)
            await host.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
