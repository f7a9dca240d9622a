using System.Collections.Immutable;
using Failfast.Directories;
using Failfast.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Directories;

/// <summary>One shard of the index, beside a storage that fails on demand.</summary>
public sealed class IndexTableTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FaultyStorage _storage = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Change_after_another_activation_has_written_keeps_both()
    {
        var (one, other) = (Table(), Table());
        await one.Read();
        await other.Change(table => table.With([Isolated("a")], s_now));

        await one.Change(table => table.With([Isolated("b")], s_now));

        Assert.Equal(["a", "b"], one.Entries.Select(entry => entry.Name).Order());
        var third = Table();
        await third.Read();
        Assert.Equal(["a", "b"], third.Entries.Select(entry => entry.Name).Order());
    }

    [Fact]
    public async Task Change_that_can_not_be_written_is_not_there()
    {
        var table = Table();
        await table.Change(it => it.With([Isolated("a")], s_now));
        _storage.Failure = new IOException("storage is down");

        await Assert.ThrowsAsync<IOException>(() => table.Change(it => it.With([Isolated("b")], s_now)));

        Assert.Equal(["a"], table.Entries.Select(entry => entry.Name));
        _storage.Failure = null;
        await table.Change(it => it.With([Isolated("b")], s_now));
        Assert.Equal(2, _storage.IndexWrites);
    }

    [Fact]
    public async Task Read_of_a_storage_that_never_answers_is_given_up_and_tried_again()
    {
        var table = Table();
        _storage.Delay = new TaskCompletionSource().Task;
        var reading = table.Read();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => reading);
        Assert.False(table.IsRead);

        _storage.Delay = null;
        await table.Read();
        Assert.True(table.IsRead);
    }

    [Fact]
    public void With_takes_the_later_command_and_forgets_what_is_over()
    {
        var table = ImmutableDictionary<string, IndexEntry>.Empty.With([Isolated("a", command: 2), Isolated("b", command: 2)], s_now);

        Assert.Same(table, table.With([Isolated("a", command: 1) with { Reason = "late" }], s_now.AddSeconds(1)));
        Assert.Same(table, table.With([Isolated("a", command: 2)], s_now.AddSeconds(1)));
        Assert.Same(table, table.With([Over("c", command: 9), Over("b", command: 1)], s_now));
        Assert.Equal(["a"], table.With([Over("b", command: 3)], s_now).Keys);
    }

    [Fact]
    public void With_more_than_a_row_holds_takes_no_new_ones()
    {
        var full = ImmutableDictionary<string, IndexEntry>.Empty.With(
            Enumerable.Range(0, IndexShards.MostEntries + 5).Select(i => Isolated($"b{i}")), s_now);

        Assert.Equal(IndexShards.MostEntries, full.Count);
        Assert.Equal(7, full.With([Isolated("b1", command: 7)], s_now)["b1"].CommandRevision);
    }

    [Fact]
    public void Of_spreads_names_over_all_shards_and_never_changes()
    {
        Assert.Equal(IndexShards.Count, Enumerable.Range(0, 1_000).Select(i => IndexShards.Of($"mail-{i}")).Distinct().Count());
        Assert.Equal(GrainId.Create("failfast.index", "6"), IndexShards.Of("payments"));
    }

    private static IndexEntry Isolated(string name, long command = 1) =>
        new() { Name = name, State = BreakerState.Isolated, Reason = "for the test", CommandRevision = command };

    private static IndexEntry Over(string name, long command) => new() { Name = name, CommandRevision = command };

    private IndexTable Table() => new(_storage, GrainId.Create(IndexShards.GrainType, "0"), _time);
}
