namespace Failfast.Tests.Integration.Chaos;

/// <summary>
/// Three silos and two clients, each a process of its own that makes guarded calls at a steady rate; with Redis for the membership and
/// Azurite, behind a proxy, for the breakers' state.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const string Breaker = "payments";

    /// <summary>Calls a second by each host.</summary>
    private const int Rate = 50;

    private static readonly string[] s_settings =
    [
        "--Failfast:Defaults:CallTimeout=00:00:02", "--Failfast:Defaults:BreakDuration=00:00:02",
        "--Failfast:Defaults:MaxBreakDuration=00:00:04", "--Failfast:Defaults:BreakDurationJitter=0",
    ];

    private readonly string _name = $"chaos-{Guid.NewGuid():N}";
    private readonly List<ChaosHost> _all = [];
    private readonly string[] _options;
    private int _started;

    private ChaosCluster(RedisServer redis, AzuriteServer azurite, FaultyProxy storage, ChaosDependency dependency, bool isTight)
    {
        (Redis, Azurite, Storage, Dependency) = (redis, azurite, storage, dependency);
        _options = [$"--tables={storage.ConnectionString}", .. s_settings, .. isTight ? new[] { "--tight=true" } : []];
    }

    public RedisServer Redis { get; }

    public AzuriteServer Azurite { get; }

    public FaultyProxy Storage { get; }

    public ChaosDependency Dependency { get; }

    public IReadOnlyList<ChaosHost> Live => [.. _all.Where(host => host.IsLive)];

    public IReadOnlyList<ChaosHost> Silos => [.. Live.Where(host => host.IsSilo)];

    public IReadOnlyList<ChaosHost> Clients => [.. Live.Where(host => !host.IsSilo)];

    /// <param name="isTight">Whether losses are noticed within seconds, or as Orleans does by default.</param>
    public static async Task<ChaosCluster> Start(bool isTight)
    {
        var azurite = await AzuriteServer.Start();
        var cluster = new ChaosCluster(
            await RedisServer.Start(), azurite, await FaultyProxy.Start(azurite.Port), await ChaosDependency.Start(), isTight);
        try
        {
            await cluster.Complete();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what is missing of three silos and two clients.</summary>
    public async Task Complete()
    {
        while (Silos.Count < 3)
            await StartSilo();
        while (Clients.Count < 2)
            await Load(await ChaosHost.StartClient(NextName("client"), Redis, _name, _options));
    }

    public async Task StartSilo() => await Load(await ChaosHost.StartSilo(NextName("silo"), Redis, _name, _options));

    /// <summary>The silo of the breaker's grain, or null while nobody can say.</summary>
    public async Task<ChaosHost?> Home()
    {
        var port = (await Clients[0].Process.Ask($"home {Breaker}"))[0];
        return Silos.SingleOrDefault(silo => $"{silo.Process.SiloPort}" == port);
    }

    public async Task Freeze(ChaosHost host)
    {
        host.IsFrozen = true;
        Dependency.Frozen.Add(host.Name);
        await host.Process.Freeze();
    }

    public async Task Resume(ChaosHost host)
    {
        await host.Process.Resume();
        host.IsFrozen = false;
        Dependency.Frozen.Remove(host.Name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _all)
            await host.DisposeAsync();
        await Dependency.DisposeAsync();
        await Storage.DisposeAsync();
        await Azurite.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private async Task Load(ChaosHost host)
    {
        _all.Add(host);
        await host.Process.Ask($"load {Breaker} {Dependency.AddressFor(host.Name)} {Rate}");
    }

    private string NextName(string role) => $"{role}-{++_started}";
}
