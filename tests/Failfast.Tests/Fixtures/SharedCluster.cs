namespace Failfast.Tests.Fixtures;

/// <summary>
/// Three silos and a client that many tests share, each with breaker names of its own. What a breaker's settings differ in, the test says
/// before its first call: <see cref="BreakerCluster.Breaker"/>, <see cref="BreakerCluster.Configure"/>.
/// </summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private BreakerCluster? _cluster;

    public BreakerCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(configure: options =>
        options.Defaults = new BreakerSettings { BreakDurationJitter = 0 });

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedClusterTests : ICollectionFixture<SharedCluster>
{
    public const string Name = "shared cluster";
}
