namespace Failfast.Tests.Integration.Clusters;

/// <summary>Hosts whose grain does not answer ask again when Orleans says that members of the cluster have gone.</summary>
public sealed class ClusterChangeTests : IAsyncLifetime
{
    private readonly GrainOutage _ofSilos = new();
    private readonly GrainOutage _ofClient = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 2,
        silo: silo => silo.AddOutgoingGrainCallFilter(_ofSilos),
        client: client => client.AddOutgoingGrainCallFilter(_ofClient));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Report_unanswered_is_sent_again_at_once_when_a_silo_goes()
    {
        var breakers = _cluster.BreakersOn("moves");
        await breakers.MeetAndSettle(_cluster);
        (_ofSilos.Now, _ofClient.Now) = (GrainOutage.Kind.Refuse, GrainOutage.Kind.Refuse);
        foreach (var host in new[] { breakers[0], breakers[^1] })
            await host.TryGuard(_ => Task.FromException<int>(new IOException()));
        // From the third try on they wait for a second and more.
        await _cluster.Becomes(() => Task.FromResult(_ofSilos.Calls >= 3 && _ofClient.Calls >= 3));
        var (silo, client) = (_ofSilos.Calls, _ofClient.Calls);

        await _cluster.Orleans.StopSiloAsync(_cluster.Orleans.Silos[1]);

        // No time passes here: by their own clocks it is not yet time.
        await Eventually.Is(() => _ofSilos.Calls > silo && _ofClient.Calls > client);
    }
}
