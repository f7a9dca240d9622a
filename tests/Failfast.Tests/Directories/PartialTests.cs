namespace Failfast.Tests.Directories;

/// <summary>Silos that stop or hang cost their own breakers, and no error.</summary>
public sealed class PartialTests : IAsyncLifetime
{
    private readonly HangingSilo _hanging = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await BreakerCluster.Start(silos: 3, silo: silo => _hanging.In(silo));
        for (var i = 0; i < 60; i++)
            await _cluster.Client.GetBreaker($"part-{i:00}").GetStatus();
    }

    public async Task DisposeAsync()
    {
        _hanging.Release();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task List_silo_stopped_has_the_others_and_its_breakers_once_they_are_active_again()
    {
        var directory = _cluster.Client.GetBreakerDirectory();
        Assert.Equal(60, (await directory.Whole(new BreakerQuery { Prefix = "part-" })).Total);

        await _cluster.Orleans.StopSiloAsync(_cluster.Orleans.Silos[2]);
        await Eventually.Is(async () =>
            (await directory.List(new BreakerQuery { Prefix = "part-" })) is { IsPartial: false, Total: > 0 and < 60 });
        for (var i = 0; i < 60; i++)
            await _cluster.Client.GetBreaker($"part-{i:00}").GetStatus();

        Assert.Equal(60, (await directory.Names(new BreakerQuery { Prefix = "part-", PageSize = 7 })).Distinct().Count());
    }

    [Fact]
    public async Task List_silo_that_hangs_is_named_and_the_others_are_listed()
    {
        var directory = _cluster.Client.GetBreakerDirectory();
        var all = await directory.Whole(new BreakerQuery { Prefix = "part-" });
        var hung = _cluster.Orleans.Silos[1];
        _hanging.Hang(hung.SiloAddress);

        var page = await directory.List(new BreakerQuery { Prefix = "part-" });

        Assert.Equal([hung.SiloAddress.ToString()], page.Missing);
        Assert.True(page.IsPartial);
        Assert.InRange(page.Total, 1, all.Total - 1);
        Assert.Equal(page.Breakers.Count, Math.Min(page.Total, 50));
        _hanging.Release();
        Assert.Equal(60, (await directory.Whole(new BreakerQuery { Prefix = "part-" })).Total);
    }

    [Fact]
    public async Task Family_of_which_a_silo_hangs_is_not_changed_and_whole_it_is()
    {
        var family = _cluster.Client.GetBreakerFamily("part-*");
        var hung = _cluster.Orleans.Silos[1].SiloAddress;
        _hanging.Hang(hung);

        var refused = await Assert.ThrowsAsync<IOException>(() => family.Run(breaker => breaker.Isolate("all")));

        Assert.Contains($"{hung}", refused.Message, StringComparison.Ordinal);
        _hanging.Release();
        var query = new BreakerQuery { Prefix = "part-" };
        Assert.Equal(0, (await _cluster.Client.GetBreakerDirectory().Whole(query)).Counts.Isolated);

        var members = await family.Run(breaker => breaker.Isolate("all"));

        Assert.All(members, member => Assert.Null(member.Error));
        Assert.Equal(60, members.Count);
        Assert.Equal(60, (await _cluster.Client.GetBreakerDirectory().Whole(query)).Counts.Isolated);
    }
}
