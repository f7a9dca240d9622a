using Failfast.Tests.Cluster;
using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Directories;

/// <summary>Breakers that operators have changed are listed when nobody calls them, and after everything was restarted.</summary>
public sealed class IndexTests
{
    private readonly FaultyStorage _storage = new();

    [Fact]
    public async Task List_after_a_restart_of_everything_has_what_operators_have_changed_and_nothing_else()
    {
        await using (var cluster = await Start())
        {
            await cluster.Client.GetBreaker("isolated").Isolate("maintenance");
            await cluster.Client.GetBreaker("disabled").Disable();
            await cluster.Client.GetBreaker("configured").Configure(new BreakerSettings { ConsecutiveFailures = 2 });
            await cluster.Client.GetBreaker("released").Isolate();
            await cluster.Client.GetBreaker("released").Close();
            await cluster.Client.GetBreaker("tripped").Trip(cluster);
            foreach (var name in new[] { "isolated", "disabled", "configured" })
                await cluster.IsIndexed(name);
            await cluster.IsIndexed("released", expected: false);
        }

        await using var restarted = await Start(TimeSpan.FromMinutes(3));
        var directory = restarted.Client.GetBreakerDirectory();
        var page = await directory.Whole();

        Assert.Equal(["isolated", "disabled", "configured"], page.Breakers.Select(breaker => breaker.Name));
        Assert.All(page.Breakers, breaker => Assert.Equal((false, true), (breaker.IsActive, breaker.IsOperated)));
        Assert.Equal((BreakerState.Isolated, "maintenance", BreakerAttention.Isolated), (page.Breakers[0].State, page.Breakers[0].Reason, page.Breakers[0].Attention));
        Assert.Equal(3, page.Breakers[0].StateFor!.Value.TotalMinutes, precision: 0);
        Assert.True(page.Breakers[2].SettingsAreOverridden);
        Assert.Equal(new BreakerCounts { Closed = 1, Isolated = 1, Disabled = 1, NeedAttention = 2 }, page.Counts);
        Assert.Equal((3, false), (page.Total, page.IsPartial));

        // Active, it is listed once, and as it is now.
        await restarted.Client.GetBreaker("isolated").GetStatus();
        Assert.True((await directory.Whole()).Breakers.Single(breaker => breaker.Name == "isolated").IsActive);
        Assert.Equal(page.Counts, (await directory.Whole()).Counts);
    }

    [Fact]
    public async Task List_pages_of_active_and_remembered_breakers_have_each_once()
    {
        string[] names = [.. Enumerable.Range(0, 24).Select(i => $"mixed-{i:00}")];
        await using (var cluster = await Start())
        {
            foreach (var name in names)
                await cluster.Client.GetBreaker(name).Isolate();
            foreach (var name in names)
                await cluster.IsIndexed(name);
        }

        await using var restarted = await Start();
        for (var i = 0; i < names.Length; i += 3)
            await restarted.Client.GetBreaker(names[i]).GetStatus();

        foreach (var size in new[] { 1, 5, 24 })
            Assert.Equal(names, await restarted.Client.GetBreakerDirectory().Names(new BreakerQuery { PageSize = size }));
    }

    [Fact]
    public async Task Guarded_calls_and_trips_write_nothing_to_the_index_and_a_command_that_is_repeated_neither()
    {
        await using var cluster = await Start();
        var breaker = cluster.Client.GetBreaker("counted");
        await breaker.Trip(cluster);
        await breaker.Recover(cluster);
        await cluster.Client.GetBreaker("marker").Isolate();
        await cluster.IsIndexed("marker");
        Assert.Equal(1, _storage.IndexWrites);

        await cluster.Client.GetBreaker("marker").Isolate();
        await cluster.Client.GetBreaker("marker").Deactivate();
        await cluster.Client.GetBreaker("marker").GetStatus();
        await cluster.Client.GetBreaker("second").Isolate();
        await cluster.IsIndexed("second");
        Assert.Equal(2, _storage.IndexWrites);
    }

    [Fact]
    public async Task Isolate_storage_down_is_indexed_once_storage_is_back_and_the_list_says_that_it_is_partial_until_then()
    {
        await using var cluster = await Start();
        var directory = cluster.Client.GetBreakerDirectory();
        _storage.Failure = new IOException("storage is down");

        var status = await cluster.Client.GetBreaker("outage").Isolate("while down");

        Assert.Equal(BreakerState.Isolated, status.Snapshot.State);
        var page = await directory.List();
        Assert.Equal("outage", Assert.Single(page.Breakers).Name);
        Assert.Equal(["index"], page.Missing);
        _storage.Failure = null;
        await cluster.IsIndexed("outage");
        Assert.False((await directory.Whole()).IsPartial);
    }

    [Fact]
    public async Task Isolate_is_answered_while_the_index_can_not_be_written()
    {
        await using var cluster = await Start();
        await cluster.Client.GetBreaker("retired").Isolate();
        await cluster.IsIndexed("retired");
        _storage.IndexFailure = new InconsistentStateException("somebody else, always");

        var status = await cluster.Client.GetBreaker("refused").Isolate();

        Assert.Equal(BreakerDurability.Durable, status.Durability);
        await Assert.ThrowsAsync<IOException>(() => cluster.Client.GetBreakerDirectory().Forget("retired"));
        _storage.IndexFailure = null;
        await cluster.IsIndexed("refused");
    }

    [Fact]
    public async Task Forget_removes_a_retired_name_for_good_and_a_breaker_in_use_comes_back()
    {
        await using (var cluster = await Start())
        {
            await cluster.Client.GetBreaker("retired").Isolate("gone for good");
            await cluster.IsIndexed("retired");
            await cluster.Client.GetBreaker("retired").Deactivate();
            var directory = cluster.Client.GetBreakerDirectory();

            await cluster.Becomes(async () => (await directory.Find("retired")) is { IsActive: false });
            Assert.True(await directory.Forget("retired"));
            Assert.False(await directory.Forget("retired"));
            await Assert.ThrowsAsync<ArgumentException>(() => directory.Forget("not a name"));
            Assert.Empty((await directory.Whole()).Breakers);
        }

        await using var restarted = await Start();
        Assert.Empty((await restarted.Client.GetBreakerDirectory().Whole()).Breakers);
        Assert.Equal(BreakerState.Isolated, (await restarted.Client.GetBreaker("retired").GetStatus()).Snapshot.State);
        await restarted.IsIndexed("retired");
    }

    private Task<BreakerCluster> Start(TimeSpan later = default) => BreakerCluster.Start(
        silos: 2,
        configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 },
        silo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage),
        later: later);
}
