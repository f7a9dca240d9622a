namespace Failfast.Tests.Storage;

/// <summary>Breakers on a real table service: what they ask of it, by its own log, and what they do when it fails.</summary>
[Collection(SharedAzuriteTests.Name)]
public sealed class BreakersOnAzuriteTests(SharedAzurite azurite)
{
    private readonly string _table = azurite.NewTable();

    [Fact]
    public async Task Guard_healthy_breaker_writes_nothing_by_the_log_of_the_service()
    {
        await using var cluster = await Start(azurite.Server.ConnectionString);
        var breaker = cluster.Client.GetBreaker("healthy");
        for (var i = 0; i < 100; i++)
        {
            await breaker.Succeed();
            if (i % 10 == 0)
                await breaker.Fail();
            cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // The log is in order: once this write is in it, all before is too.
        await cluster.Client.GetBreaker("marker").Isolate();
        await Eventually.Is(() => Changes().Count > 0);

        Assert.Equal(["POST"], Changes());
        Assert.Single(azurite.Server.Requests(_table), request => request.Contains("healthy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Break_is_one_write_per_transition_and_leaves_no_row()
    {
        await using var cluster = await Start(azurite.Server.ConnectionString);
        var breaker = cluster.Client.GetBreaker("break");
        await breaker.Trip(cluster);
        await breaker.IsDurable(cluster);
        cluster.Time.Advance(TimeSpan.FromSeconds(6));
        var probe = new TaskCompletionSource<int>();
        var probing = breaker.Guard(_ => probe.Task);
        await Eventually.Is(async () => (await breaker.GetStatus()) is { Probes: 1, Durability: BreakerDurability.Durable });
        probe.SetResult(1);
        await probing;
        await breaker.IsSeenAs(BreakerState.Closed);
        await Eventually.Is(() => Changes().Count >= 3);

        // Opened, half-opened, closed.
        Assert.Equal(["POST", "PUT", "DELETE"], Changes());
        Assert.Null(await cluster.Stored("break"));
    }

    [Fact]
    public async Task Flapping_while_the_service_is_slow_is_one_more_write()
    {
        await using var proxy = await FaultyProxy.Start(azurite.Server.Port);
        await using var cluster = await Start(proxy.ConnectionString);
        var breaker = cluster.Client.GetBreaker("flapping");
        await breaker.GetStatus();
        var release = new TaskCompletionSource();
        proxy.Then(Fault.Slow(release.Task));
        List<Task<BreakerStatus>> answers = [breaker.Isolate("first")];
        for (var i = 0; i < 10; i++)
        {
            await Eventually.Is(async () => (await breaker.GetStatus()).Snapshot.Generation == (2 * i) + 1);
            answers.Add(breaker.Close());
            await Eventually.Is(async () => (await breaker.GetStatus()).Snapshot.Generation == (2 * i) + 2);
            answers.Add(breaker.Isolate($"{i}"));
        }

        release.SetResult();
        foreach (var answer in answers)
            Assert.Equal(BreakerDurability.Durable, (await answer).Durability);
        Assert.Equal("9", (await cluster.Stored("flapping"))!.Reason);
        Assert.Equal(["POST", "PUT"], Changes());
    }

    [Fact]
    public async Task Guard_service_busy_from_the_start_works_and_reconciles()
    {
        await using var proxy = await FaultyProxy.Start(azurite.Server.Port);
        proxy.Always = Fault.Busy;
        await using var cluster = await Start(proxy.ConnectionString);
        var breaker = cluster.Client.GetBreaker("busy");
        var first = breaker.Guard(_ => Task.FromResult(1));
        await Eventually.Is(() =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
            return first.IsCompleted;
        });
        await breaker.Trip(cluster);
        var isolating = breaker.Isolate("while busy");
        await breaker.IsSeenAs(BreakerState.Isolated);
        var status = await isolating;
        Assert.Equal(BreakerDurability.Failing, status.Durability);
        Assert.Contains("503", status.StorageError, StringComparison.Ordinal);

        proxy.Always = null;
        await breaker.IsDurable(cluster);

        Assert.Equal("while busy", (await cluster.Stored("busy"))!.Reason);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("500")]
    [InlineData("409")]
    [InlineData("412")]
    public async Task Operator_call_whose_write_was_applied_but_not_confirmed_ends_durable(string how)
    {
        await using var proxy = await FaultyProxy.Start(azurite.Server.Port);
        await using var cluster = await Start(proxy.ConnectionString);
        var breaker = cluster.Client.GetBreaker("unconfirmed");
        await breaker.GetStatus();
        proxy.Then(Unconfirmed(how));

        var status = await breaker.Isolate(how);

        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal(1, (await cluster.Stored("unconfirmed"))!.Generation);
        proxy.Then(Unconfirmed(how));
        Assert.Equal(BreakerDurability.Durable, (await breaker.Close()).Durability);
        // That it is over is stored too: else a host could bring the isolation back.
        Assert.Equal((BreakerState.Closed, 2L), ((await cluster.Stored("unconfirmed"))!.State, (await cluster.Stored("unconfirmed"))!.Generation));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("500")]
    [InlineData("404")]
    [InlineData("412")]
    public async Task Row_deleted_but_not_confirmed_is_gone_and_the_breaker_goes_on(string how)
    {
        await using var proxy = await FaultyProxy.Start(azurite.Server.Port);
        await using var cluster = await Start(proxy.ConnectionString);
        var breaker = cluster.Client.GetBreaker("cleared");
        await breaker.Trip(cluster);
        await breaker.IsDurable(cluster);
        proxy.Deleting = Unconfirmed(how);

        await breaker.Recover(cluster);
        await Eventually.Is(() => proxy.Deleting is null);

        await breaker.IsDurable(cluster);
        await Eventually.Is(async () => await cluster.Stored("cleared") is null);
        Assert.Equal(3, (await breaker.GetStatus()).Snapshot.Generation);
    }

    [Fact]
    public async Task Web_page_in_place_of_the_row_ruins_nothing()
    {
        await using var proxy = await FaultyProxy.Start(azurite.Server.Port);
        await using var cluster = await Start(proxy.ConnectionString);
        var (kept, closed) = (cluster.Client.GetBreaker("kept"), cluster.Client.GetBreaker("closed"));
        Assert.Equal(BreakerDurability.Durable, (await kept.Isolate("kept")).Durability);
        Assert.Equal(BreakerDurability.Durable, (await closed.Isolate("no more")).Durability);
        proxy.Reading = Fault.WebPage;
        // Commands are numbered by the clock where what was before can't be read.
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await kept.Deactivate();
        await closed.Deactivate();

        var status = await kept.GetStatus();
        Assert.Equal(BreakerDurability.Failing, status.Durability);
        Assert.Contains("Could not read the row 'breaker' of failfast.breaker/kept", status.StorageError, StringComparison.Ordinal);
        // A command is in force, and called durable only once the row is read.
        var disabled = await closed.Disable();
        Assert.Equal((BreakerState.Disabled, BreakerDurability.Failing), (disabled.Snapshot.State, disabled.Durability));

        proxy.Reading = null;
        await kept.IsDurable(cluster);
        await closed.IsDurable(cluster);
        Assert.Equal("kept", (await kept.GetStatus()).Snapshot.Reason);
        Assert.Equal(BreakerState.Isolated, (await kept.GetStatus()).Snapshot.State);
        Assert.Equal(BreakerState.Disabled, (await cluster.Stored("closed"))!.State);
    }

    [Fact]
    public async Task Emulator_killed_and_started_again_in_the_middle_has_the_last_state()
    {
        await using var server = await AzuriteServer.Start();
        await using var cluster = await Start(server.ConnectionString);
        var breaker = cluster.Client.GetBreaker("killed");
        await breaker.Succeed();
        Assert.Equal(BreakerDurability.Durable, (await breaker.Isolate("before")).Durability);
        // The emulator saves what it has every few seconds.
        await server.Saved();
        await server.Kill();

        var down = await breaker.Disable();
        Assert.Equal(BreakerDurability.Failing, down.Durability);
        Assert.Equal(BreakerState.Disabled, down.Snapshot.State);
        await breaker.IsSeenAs(BreakerState.Disabled);
        await breaker.Succeed();

        await server.Run();
        await breaker.IsDurable(cluster);
        await breaker.Deactivate();
        Assert.Equal(BreakerState.Disabled, (await breaker.GetStatus()).Snapshot.State);
        Assert.Equal(2, (await cluster.Stored("killed"))!.Generation);
    }

    [Theory]
    [InlineData("not-json", "{ not json")]
    [InlineData("list", "[1,2,3]")]
    [InlineData("empty-object", "{}")]
    [InlineData("negative", """{"State":1,"Generation":-5}""")]
    [InlineData("unknown-state", """{"State":42,"Generation":3}""")]
    [InlineData("endless-break", """{"State":1,"Generation":3,"BreakLength":"9999.00:00:00"}""")]
    [InlineData("bad-settings", """{"State":0,"Generation":3,"SettingsRevision":1,"Settings":{"FailureRatio":17}}""")]
    [InlineData("unreadable-settings", """{"State":0,"Generation":3,"SettingsRevision":1,"SettingsJson":"{"}""")]
    public async Task Row_that_can_not_be_used_is_left_until_it_is_deleted_and_disables_nothing(string breaker, string json)
    {
        await using var cluster = await Start(azurite.Server.ConnectionString);
        await cluster.PutRow(azurite.Server, _table, breaker, json);
        var it = cluster.Client.GetBreaker(breaker);

        await it.Succeed();
        await it.Trip(cluster);
        var status = await it.Isolate("kept in memory");

        Assert.Equal(BreakerDurability.Failing, status.Durability);
        Assert.Contains($"Could not read the row 'breaker' of failfast.breaker/{breaker}", status.StorageError, StringComparison.Ordinal);
        Assert.Equal(json, await cluster.GetRow(azurite.Server, _table, breaker));
        await cluster.DeleteRow(azurite.Server, _table, breaker);
        await it.IsDurable(cluster);
        Assert.Equal("kept in memory", (await cluster.Stored(breaker))!.Reason);
    }

    private static Fault Unconfirmed(string how) => how == "cut" ? Fault.CutAfter : Fault.AppliedButAnswers(int.Parse(how, null));

    private List<string> Changes() => [.. azurite.Server.Requests(_table).Select(request => request.Split(' ')[0]).Where(method => method != "GET")];

    private Task<BreakerCluster> Start(string connection) => BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 },
        silo: silo => IndexApart.In(silo.AddTables(connection, _table)));
}
