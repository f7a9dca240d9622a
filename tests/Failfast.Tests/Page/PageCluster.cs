namespace Failfast.Tests.Page;

/// <summary>A cluster on real time, for tests of page and API, each with breaker names of its own; and a server that anybody on this machine may use.</summary>
public sealed class PageCluster : IAsyncLifetime
{
    private BreakerCluster? _cluster;
    private PageServer? _server;

    public IGrainFactory Grains => _cluster!.Client;

    internal PageServer Server => _server!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(
            silos: 2, onRealTime: true, configure: options =>
            {
                options.Breakers["configured-*"] = options.Defaults with { BreakDuration = TimeSpan.FromSeconds(7), SlowCallDuration = TimeSpan.FromSeconds(2) };
                // Long enough to be looked at.
                foreach (var shown in new[] { "shown-*", "shop-*", "store-*", "kiosk-*" })
                    options.Breakers[shown] = options.Defaults with { BreakDuration = TimeSpan.FromSeconds(45), MaxBreakDuration = TimeSpan.FromMinutes(5) };
            });
        _server = await PageServer.Start(Grains);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await _cluster!.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PageClusterTests : ICollectionFixture<PageCluster>
{
    public const string Name = "page cluster";
}
