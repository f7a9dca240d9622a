using Failfast.Storage;
using Failfast.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Storage;

/// <summary>What comes in between while the store waits for something.</summary>
public sealed class StoreRaceTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly FaultyStorage _storage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StoredOwner _owner = new();
    private readonly LogLines _log = new();
    private readonly GrainId _grain = GrainId.Create("t", "x");
    private readonly BreakerStore _store;

    public StoreRaceTests() => _store = new(_storage, _grain, _time, _log, _owner);

    [Fact]
    public async Task Settle_word_given_while_a_retry_is_under_way_is_waited_for()
    {
        await _store.Load(CancellationToken.None);
        _storage.Failure = new IOException("down");
        Say("first", 1);
        await _store.Settle(Budget, CancellationToken.None);
        Assert.Equal(BreakerDurability.Failing, _store.Durability);
        _storage.Failure = null;
        var release = new TaskCompletionSource();
        _storage.Delay = release.Task;
        var calls = _storage.Calls;
        await Eventually.Is(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return _storage.Calls > calls;
        });

        Say("last", 2);
        var settling = _store.Settle(Budget, CancellationToken.None);
        Assert.False(settling.IsCompleted);
        release.SetResult();
        await settling;

        Assert.Equal(BreakerDurability.Durable, _store.Durability);
        Assert.Equal("last", (await Stored()).Reason);
    }

    [Fact]
    public async Task Settle_word_given_while_a_try_is_under_way_that_fails_is_tried_before_it_is_answered()
    {
        await _store.Load(CancellationToken.None);
        var release = new TaskCompletionSource();
        _storage.Delay = release.Task;
        _storage.Failure = new IOException("down");
        Say("first", 1);

        Say("last", 2);
        var settling = _store.Settle(Budget, CancellationToken.None);
        var calls = _storage.Calls;
        release.SetResult();
        await settling;

        Assert.Equal((calls + 1, BreakerDurability.Failing), (_storage.Calls, _store.Durability));
    }

    [Fact]
    public async Task Superseded_word_given_while_the_others_are_asked_is_written()
    {
        await _store.Load(CancellationToken.None);
        _owner.Record = new() { State = BreakerState.Open, Generation = 1 };
        _store.Save();
        await _store.Settle(Budget, CancellationToken.None);
        _storage.Lose();
        _owner.Record = new() { State = BreakerState.HalfOpen, Generation = 2 };
        _store.Save();
        await Eventually.Is(() => _owner.Asked);

        Say("word", 3);
        var settling = _store.Settle(Budget, CancellationToken.None);
        _owner.Alone.SetResult(false);
        await settling;

        Assert.False(_owner.Ended);
        Assert.Equal("word", (await Stored()).Reason);
    }

    [Fact]
    public async Task Load_reading_that_ends_as_its_budget_does_is_no_failure_for_long()
    {
        var release = new TaskCompletionSource();
        _storage.Delay = release.Task;
        // As a grain has it: one thing at a time, in order.
        var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var loading = await turns.StartNew(() => _store.Load(CancellationToken.None));
        using var isBlocked = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        _ = turns.StartNew(() =>
        {
            isBlocked.Set();
            go.Wait();
        });
        isBlocked.Wait();

        // Both come while the turn is taken: the reading first.
        release.SetResult();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        go.Set();
        await loading;

        await Eventually.Is(() => _store.Durability == BreakerDurability.Durable, () => $"{_store.Durability} {_store.Error}");
    }

    private void Say(string reason, long revision)
    {
        _owner.Record = new() { State = BreakerState.Isolated, Generation = revision, CommandRevision = revision, Reason = reason };
        _store.Save();
    }

    private async Task<BreakerRecord> Stored()
    {
        var state = new GrainState<BreakerRecord>(new());
        await _storage.ReadStateAsync(BreakerRow.StateName, _grain, state);
        return state.State!;
    }
}
