using Failfast.Storage;
using Failfast.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Storage;

/// <summary>A row that can't be read, or can't be true: it is read again and again, and nothing is written over it.</summary>
public sealed class UnreadRowTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly FaultyStorage _storage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StoredOwner _owner = new();
    private readonly LogLines _log = new();
    private readonly GrainId _grain = GrainId.Create("t", "x");
    private readonly BreakerStore _store;

    public UnreadRowTests() => _store = new(_storage, _grain, _time, _log, _owner);

    [Fact]
    public async Task Load_garbled_answer_is_read_again_and_what_the_row_holds_counts()
    {
        await Put(new() { State = BreakerState.Isolated, Generation = 4, CommandRevision = 9, Reason = "isolated" });
        _storage.Failure = new FormatException("'<' is no JSON");

        await _store.Load(CancellationToken.None);

        Assert.Equal(BreakerDurability.Failing, _store.Durability);
        Assert.Equal("Could not read the row 'breaker' of t/x: FormatException: '<' is no JSON", _store.Error);
        _storage.Failure = null;
        await IsDurable();
        Assert.Equal("isolated", _owner.Record!.Reason);
        Assert.Null(_store.Error);
    }

    [Fact]
    public async Task Settle_command_given_while_the_row_is_unread_is_not_called_durable()
    {
        await Put(new() { State = BreakerState.Disabled, Generation = 4, CommandRevision = 9 });
        _storage.Failure = new FormatException("garbled");
        await _store.Load(CancellationToken.None);

        Command("isolated", 10);
        await _store.Settle(Budget, CancellationToken.None);

        Assert.Equal(BreakerDurability.Failing, _store.Durability);
        Assert.Equal(9, (await Stored()).CommandRevision);
        _storage.Failure = null;
        await IsDurable();
        Assert.Equal("isolated", (await Stored()).Reason);
    }

    [Fact]
    public async Task Load_row_that_can_not_be_true_is_left_and_once_it_is_deleted_the_breaker_writes_again()
    {
        await Put(new() { Generation = 3, Reason = StoredOwner.Untrue });
        await _store.Load(CancellationToken.None);
        Command("isolated", 1);
        await _store.Settle(Budget, CancellationToken.None);
        var writes = _storage.Writes;

        for (var i = 0; i < 20; i++)
        {
            var calls = _storage.Calls;
            await Eventually.Is(() =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return _storage.Calls > calls;
            });
        }

        Assert.StartsWith(
            "Could not read the row 'breaker' of t/x: its numbers can't be true; the row is left as it is. If it stays so, delete it",
            _store.Error, StringComparison.Ordinal);
        Assert.Equal((writes, StoredOwner.Untrue), (_storage.Writes, (await Stored()).Reason));
        Assert.Equal(BreakerDurability.Failing, _store.Durability);
        _storage.Lose();
        await IsDurable();
        Assert.Equal("isolated", (await Stored()).Reason);
        Assert.False(_owner.Ended);
    }

    [Fact]
    public async Task Load_row_of_somebody_else_is_told_and_left()
    {
        await Put(new());

        await _store.Load(CancellationToken.None);

        Assert.Contains("it holds no state of a breaker", _store.Error, StringComparison.Ordinal);
        Assert.Contains(_log.All, line => line.Contains(_store.Error!, StringComparison.Ordinal));
        Assert.Equal(BreakerDurability.Failing, _store.Durability);
    }

    [Fact]
    public async Task Save_write_confirmed_without_an_etag_is_looked_up()
    {
        await _store.Load(CancellationToken.None);
        _storage.ForgetsETags = true;

        Command("isolated", 1);
        await _store.Settle(Budget, CancellationToken.None);

        Assert.Equal(BreakerDurability.Durable, _store.Durability);
        _storage.ConfirmsWithoutWriting = true;
        Command("again", 2);
        await _store.Settle(Budget, CancellationToken.None);
        Assert.Equal(BreakerDurability.Failing, _store.Durability);
        Assert.Contains("storage doesn't hold it", _store.Error, StringComparison.Ordinal);
    }

    private void Command(string reason, long revision)
    {
        _owner.Record = new() { State = BreakerState.Isolated, Generation = revision, CommandRevision = revision, Reason = reason };
        _store.Save();
    }

    private Task IsDurable() => Eventually.Is(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _store.Durability == BreakerDurability.Durable;
    });

    private Task Put(BreakerRecord record) =>
        _storage.WriteStateAsync(BreakerRow.StateName, _grain, new GrainState<BreakerRecord>(record));

    private async Task<BreakerRecord> Stored()
    {
        var state = new GrainState<BreakerRecord>(new());
        _storage.Failure = null;
        await _storage.ReadStateAsync(BreakerRow.StateName, _grain, state);
        return state.State!;
    }
}
