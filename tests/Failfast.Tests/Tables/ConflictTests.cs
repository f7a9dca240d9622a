using Azure.Data.Tables;
using Orleans.Storage;

namespace Failfast.Tests.Tables;

/// <summary>Two writers of one row, told apart by ETag; and one writer that must not take itself for two.</summary>
[Collection(SharedAzuriteTests.Name)]
public sealed class ConflictTests(SharedAzurite azurite) : IAsyncLifetime
{
    private readonly string _table = azurite.NewTable();
    private FaultyProxy _proxy = null!;
    private TestRows _rows = null!;

    public async Task InitializeAsync()
    {
        _proxy = await FaultyProxy.Start(azurite.Server.Port);
        _rows = new TestRows(_proxy.ConnectionString, _table, options => options.ClientOptions = Quick());
        await _rows.Table.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync()
    {
        _rows.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Write_two_writers_the_second_is_told_and_the_first_stays()
    {
        var first = await _rows.Write("two", "before");
        var stale = await _rows.Read("two");
        await _rows.Write("two", "after", first.ETag);

        stale.State = "too late";
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => _rows.Write("two", "too late", stale.ETag));

        Assert.Equal(stale.ETag, error.CurrentEtag);
        Assert.Contains("test service_test_two / state", error.Message, StringComparison.Ordinal);
        Assert.Equal("after", (await _rows.Read("two")).State);
    }

    [Fact]
    public async Task Write_both_insert_the_same_is_still_a_conflict()
    {
        await _rows.Write("insert", "one");

        await Assert.ThrowsAsync<InconsistentStateException>(() => _rows.Write("insert", "one"));
    }

    [Fact]
    public async Task Write_row_is_gone_is_a_conflict()
    {
        var state = await _rows.Write("gone", "one");
        await _rows.Storage.ClearStateAsync("state", TestRows.Grain("gone"), new GrainState<string> { ETag = state.ETag });

        await Assert.ThrowsAsync<InconsistentStateException>(() => _rows.Write("gone", "two", state.ETag));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Clear("gone", state.ETag));
    }

    [Fact]
    public async Task Clear_stale_is_a_conflict_and_without_etag_deletes_nothing()
    {
        var state = await _rows.Write("clear", "one");
        await _rows.Write("clear", "two", state.ETag);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Clear("clear", state.ETag));
        await Clear("clear", null);

        Assert.Equal("two", (await _rows.Read("clear")).State);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("500")]
    [InlineData("503")]
    public async Task Write_succeeded_but_the_answer_was_lost_is_no_conflict(string how)
    {
        Fault fault = how == "cut" ? Fault.CutAfter : Fault.AppliedButAnswers(int.Parse(how, null));
        _proxy.Then(fault);
        var inserted = await _rows.Write("lost", "one");
        _proxy.Then(fault);
        var replaced = await _rows.Write("lost", "two", inserted.ETag);

        var read = await _rows.Read("lost");
        Assert.Equal("two", read.State);
        Assert.Equal(read.ETag, replaced.ETag);
        _proxy.Then(fault);
        await Clear("lost", read.ETag);
        Assert.False((await _rows.Read("lost")).RecordExists);
    }

    [Fact]
    public async Task Write_answer_lost_and_then_written_by_another_is_a_conflict()
    {
        var first = await _rows.Write("overtaken", "one");
        var release = new TaskCompletionSource();
        _proxy.Then(Fault.CutAfter, new Fault { Until = release.Task, Status = 500 });
        var writing = _rows.Write("overtaken", "mine", first.ETag);
        using var other = new TestRows(azurite.Server.ConnectionString, _table);
        GrainState<string> seen;
        do
            seen = await other.Read("overtaken");
        while (seen.State == "one");
        await other.Write("overtaken", "theirs", seen.ETag);
        release.SetResult();

        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => writing);

        Assert.Equal((await other.Read("overtaken")).ETag, error.StoredEtag);
        Assert.Equal("theirs", (await other.Read("overtaken")).State);
    }

    [Fact]
    public async Task Write_refused_at_the_first_try_is_a_conflict_whatever_is_stored()
    {
        // Nobody can tell this from another writer with the same to say; its owner will see when it reads again.
        _proxy.Then(Fault.AppliedButAnswers(409));

        await Assert.ThrowsAsync<InconsistentStateException>(() => _rows.Write("refused", "one"));

        Assert.Equal("one", (await _rows.Read("refused")).State);
    }

    [Fact]
    public async Task Write_service_cuts_or_is_busy_at_first_is_tried_again()
    {
        var before = _proxy.Seen.Count;
        _proxy.Then(Fault.CutBefore, Fault.Busy);

        await _rows.Write("busy", "one");

        Assert.Equal(["POST", "POST", "POST"], _proxy.Seen.Skip(before));
        Assert.Equal("one", (await _rows.Read("busy")).State);
    }

    [Fact]
    public async Task Write_service_silent_ends_with_the_caller_token()
    {
        _proxy.Always = Fault.Silence;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rows.Storage.WriteStateAsync(
            "state", TestRows.Grain("silent"), new GrainState<string>("one"), patience.Token));
    }

    [Fact]
    public async Task Write_client_made_elsewhere_takes_a_lost_answer_for_a_conflict()
    {
        using var rows = new TestRows("", _table, options =>
        {
            options.ConnectionString = null;
            options.TableServiceClient = new TableServiceClient(_proxy.ConnectionString, Quick());
        }, _proxy.ConnectionString);
        _proxy.Then(Fault.CutAfter);

        await Assert.ThrowsAsync<InconsistentStateException>(() => rows.Write("foreign-client", "one"));

        Assert.Equal("one", (await rows.Read("foreign-client")).State);
    }

    private Task Clear(string key, string? etag) =>
        _rows.Storage.ClearStateAsync("state", TestRows.Grain(key), new GrainState<string> { ETag = etag! });

    private static TableClientOptions Quick()
    {
        var options = new TableClientOptions();
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(20);
        return options;
    }
}
