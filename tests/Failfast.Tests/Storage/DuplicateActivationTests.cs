using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Placement;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>Two activations of one breaker, as a split cluster has them. What the older one writes never buries the newer one's.</summary>
public sealed class DuplicateActivationTests : IAsyncLifetime
{
    private readonly FaultyStorage _storage = new();
    private readonly ForgetfulDirectory _directory = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(silos: 2, silo: silo =>
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage);
        silo.Services.AddSingleton<IGrainDirectoryResolver>(_directory);
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Stale_write_after_the_row_was_changed_reloads_the_loser()
    {
        var (older, newer) = await Duplicate("changed");
        await newer.Disable();
        await newer.Isolate("newer, and one transition ahead");

        var status = await older.Disable();

        Assert.Equal(BreakerState.Isolated, status.Snapshot.State);
        Assert.Equal("newer, and one transition ahead", status.Snapshot.Reason);
        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal(BreakerState.Isolated, (await _cluster.Stored("changed"))!.State);
    }

    [Fact]
    public async Task Stale_write_after_the_row_was_cleared_ends_the_loser()
    {
        var (older, newer) = (_cluster.BreakersOn("cleared")[0], _cluster.BreakersOn("cleared")[1]);
        await On(0, () => older.Trip(_cluster));
        await older.IsDurable(_cluster);
        _directory.Forget(older.GetGrainId());
        await On(1, () => newer.GetStatus());
        await newer.Recover(_cluster);
        await Eventually.Is(() => _storage.Rows == 0);

        // The older one still holds it open, or half-open: that a probe fails is what it can't write.
        // Another host may have been granted its probe first, and lost sight of it: then the lease has to end.
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
            return (await older.TryGuard(_ => ValueTask.FromException<int>(new TimeoutException()))).Exception is TimeoutException;
        });
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);
        await _cluster.Becomes(async () => await management.GetGrainActivationCount((GrainReference)older) == 1);

        Assert.Equal(0, _storage.Rows);
        await _cluster.Becomes(async () => (await older.GetStatus()).Snapshot is { State: BreakerState.Closed, Generation: 3 });
        Assert.Equal(3, (await newer.GetStatus()).Snapshot.Generation);
    }

    [Fact]
    public async Task Stale_write_after_an_operator_has_closed_it_reloads_the_loser()
    {
        var (older, newer) = await Duplicate("closed");
        await newer.Close();

        var status = await older.Configure(new BreakerSettings { ConsecutiveFailures = 3 });

        Assert.Equal((BreakerState.Closed, 3), (status.Snapshot.State, status.Snapshot.Settings.ConsecutiveFailures));
        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal(BreakerState.Closed, (await _cluster.Stored("closed"))!.State);
    }

    [Fact]
    public async Task Row_that_storage_lost_is_written_again_by_the_only_activation()
    {
        var breaker = _cluster.Client.GetBreaker("lost");
        await breaker.Isolate("stay");
        _storage.Lose();

        var status = await breaker.Configure(new BreakerSettings { ConsecutiveFailures = 3 });

        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal(BreakerState.Isolated, (await _cluster.Stored("lost"))!.State);
        await breaker.Deactivate();
        Assert.Equal(3, (await breaker.GetStatus()).Snapshot.Settings.ConsecutiveFailures);
    }

    // Both know the isolation: the one wrote it, the other read it.
    private async Task<(IBreakerGrain Older, IBreakerGrain Newer)> Duplicate(string name)
    {
        var older = _cluster.BreakersOn(name)[0];
        var newer = _cluster.BreakersOn(name)[1];
        await On(0, () => older.Isolate("both know"));
        _directory.Forget(older.GetGrainId());
        await On(1, () => newer.GetStatus());
        Assert.Equal(BreakerState.Isolated, (await older.GetStatus()).Snapshot.State);
        await newer.Isolate("only the newer knows");
        Assert.Equal("both know", (await older.GetStatus()).Snapshot.Reason);
        return (older, newer);
    }

    private async Task On(int silo, Func<Task> call)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, _cluster.Orleans.Silos[silo].SiloAddress);
        try
        {
            await call();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
