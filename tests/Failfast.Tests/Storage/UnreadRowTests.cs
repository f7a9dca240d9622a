using Failfast.Storage;

namespace Failfast.Tests.Storage;

/// <summary>A row that can't be read, or can't be true: it is read again and again, and nothing is written over it.</summary>
public sealed class UnreadRowTests : StoreFixture
{
    [Fact]
    public async Task Load_garbled_answer_is_read_again_and_what_the_row_holds_counts()
    {
        await Put(new() { State = BreakerState.Isolated, Generation = 4, CommandRevision = 9, Reason = "isolated" });
        Storage.Failure = new FormatException("'<' is no JSON");

        await Store.Load(CancellationToken.None);

        Assert.Equal(BreakerDurability.Failing, Store.Durability);
        Assert.Equal("Could not read the row 'breaker' of t/x: FormatException: '<' is no JSON", Store.Error);
        Storage.Failure = null;
        await IsDurable();
        Assert.Equal("isolated", Owner.Record!.Reason);
        Assert.Null(Store.Error);
    }

    [Fact]
    public async Task FlushAsync_command_given_while_the_row_is_unread_is_not_called_durable()
    {
        await Put(new() { State = BreakerState.Disabled, Generation = 4, CommandRevision = 9 });
        Storage.Failure = new FormatException("garbled");
        await Store.Load(CancellationToken.None);

        Command("isolated", 10);
        await Store.FlushAsync(Budget, CancellationToken.None);

        Assert.Equal(BreakerDurability.Failing, Store.Durability);
        Assert.Equal(9, (await Stored()).CommandRevision);
        Storage.Failure = null;
        await IsDurable();
        Assert.Equal("isolated", (await Stored()).Reason);
    }

    [Fact]
    public async Task Load_row_that_can_not_be_true_is_left_and_once_it_is_deleted_the_breaker_writes_again()
    {
        await Put(new() { Generation = 3, Reason = StoredOwner.Untrue });
        await Store.Load(CancellationToken.None);
        Command("isolated", 1);
        await Store.FlushAsync(Budget, CancellationToken.None);
        var writes = Storage.Writes;

        for (var i = 0; i < 20; i++)
        {
            var calls = Storage.Calls;
            await Eventually.Is(() =>
            {
                Time.Advance(TimeSpan.FromSeconds(10));
                return Storage.Calls > calls;
            });
        }

        Assert.StartsWith(
            "Could not read the row 'breaker' of t/x: its numbers can't be true; the row is left as it is. If it stays so, delete it",
            Store.Error, StringComparison.Ordinal);
        Assert.Equal((writes, StoredOwner.Untrue), (Storage.Writes, (await Stored()).Reason));
        Assert.Equal(BreakerDurability.Failing, Store.Durability);
        Storage.Lose();
        await IsDurable();
        Assert.Equal("isolated", (await Stored()).Reason);
        Assert.False(Store.IsSuperseded);
    }

    [Fact]
    public async Task Load_row_of_somebody_else_is_told_and_left()
    {
        await Put(new());

        await Store.Load(CancellationToken.None);

        Assert.Contains("it holds no state of a breaker", Store.Error, StringComparison.Ordinal);
        Assert.Contains(Log.All, line => line.Contains(Store.Error!, StringComparison.Ordinal));
        Assert.Equal(BreakerDurability.Failing, Store.Durability);
    }

    [Fact]
    public async Task Save_write_confirmed_without_an_etag_is_looked_up()
    {
        await Store.Load(CancellationToken.None);
        Storage.ForgetsETags = true;

        Command("isolated", 1);
        await Store.FlushAsync(Budget, CancellationToken.None);

        Assert.Equal(BreakerDurability.Durable, Store.Durability);
        Storage.ConfirmsWithoutWriting = true;
        Command("again", 2);
        await Store.FlushAsync(Budget, CancellationToken.None);
        Assert.Equal(BreakerDurability.Failing, Store.Durability);
        Assert.Contains("storage doesn't hold it", Store.Error, StringComparison.Ordinal);
    }

    private void Command(string reason, long revision)
    {
        _ = Owner.Save(Store, new BreakerRecord() { State = BreakerState.Isolated, Generation = revision, CommandRevision = revision, Reason = reason });
    }

    private Task IsDurable() => Eventually.Is(() =>
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Store.Durability == BreakerDurability.Durable;
    });

    private Task Put(BreakerRecord record) =>
        Storage.WriteStateAsync(BreakerRow.StateName, Grain, new GrainState<BreakerRecord>(record));

    private async Task<BreakerRecord> Stored()
    {
        var state = new GrainState<BreakerRecord>(new());
        Storage.Failure = null;
        await Storage.ReadStateAsync(BreakerRow.StateName, Grain, state);
        return state.State!;
    }
}
