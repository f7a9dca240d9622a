using Failfast.Storage;

namespace Failfast.Tests.Storage;

/// <summary>What comes in between while the store waits for something.</summary>
public sealed class StoreRaceTests : StoreFixture
{
    [Fact]
    public async Task FlushAsync_word_given_while_a_retry_is_under_way_is_waited_for()
    {
        await Store.Load(CancellationToken.None);
        Storage.Failure = new IOException("down");
        Say("first", 1);
        await Store.FlushAsync(Budget, CancellationToken.None);
        Assert.Equal(BreakerDurability.Failing, Store.Durability);
        Storage.Failure = null;
        var release = new TaskCompletionSource();
        Storage.Delay = release.Task;
        var calls = Storage.Calls;
        await Eventually.Is(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(200));
            return Storage.Calls > calls;
        });

        Say("last", 2);
        var settling = Store.FlushAsync(Budget, CancellationToken.None);
        Assert.False(settling.IsCompleted);
        release.SetResult();
        await settling;

        Assert.Equal(BreakerDurability.Durable, Store.Durability);
        Assert.Equal("last", (await Stored()).Reason);
    }

    [Fact]
    public async Task FlushAsync_word_given_while_a_try_is_under_way_that_fails_is_tried_before_it_is_answered()
    {
        await Store.Load(CancellationToken.None);
        var release = new TaskCompletionSource();
        Storage.Delay = release.Task;
        Storage.Failure = new IOException("down");
        Say("first", 1);

        Say("last", 2);
        var settling = Store.FlushAsync(Budget, CancellationToken.None);
        var calls = Storage.Calls;
        release.SetResult();
        await settling;

        Assert.Equal((calls + 1, BreakerDurability.Failing), (Storage.Calls, Store.Durability));
    }

    [Fact]
    public async Task Superseded_word_given_while_the_others_are_asked_is_written()
    {
        await Store.Load(CancellationToken.None);
        _ = Owner.Save(Store, new BreakerRecord() { State = BreakerState.Open, Generation = 1 });
        await Store.FlushAsync(Budget, CancellationToken.None);
        Storage.Lose();
        _ = Owner.Save(Store, new BreakerRecord() { State = BreakerState.HalfOpen, Generation = 2 });
        await Eventually.Is(() => Owner.Asked);

        Say("word", 3);
        var settling = Store.FlushAsync(Budget, CancellationToken.None);
        Owner.Alone.SetResult(false);
        await settling;

        Assert.False(Store.IsSuperseded);
        Assert.Equal("word", (await Stored()).Reason);
    }

    [Fact]
    public async Task Stop_while_the_row_is_read_writes_nothing_and_calls_nothing_durable()
    {
        Storage.Failure = new IOException("down");
        await Store.Load(CancellationToken.None);
        Say("told", 1);
        await Store.FlushAsync(Budget, CancellationToken.None);
        Storage.Failure = null;
        var release = new TaskCompletionSource();
        Storage.Delay = release.Task;
        var calls = Storage.Calls;
        await Eventually.Is(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(200));
            return Storage.Calls > calls;
        });

        var settling = Store.FlushAsync(Budget, CancellationToken.None);
        Store.Stop();
        release.SetResult();
        await settling;

        Assert.Equal((calls + 1, 0), (Storage.Calls, Storage.Rows));
        Assert.NotEqual(BreakerDurability.Durable, Store.Durability);
    }

    [Fact]
    public async Task Load_reading_that_ends_as_its_budget_does_is_no_failure_for_long()
    {
        var release = new TaskCompletionSource();
        Storage.Delay = release.Task;
        // As a grain has it: one thing at a time, in order.
        var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var loading = await turns.StartNew(() => Store.Load(CancellationToken.None));
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
        Time.Advance(TimeSpan.FromMilliseconds(500));
        go.Set();
        await loading;

        await Eventually.Is(() => Store.Durability == BreakerDurability.Durable, () => $"{Store.Durability} {Store.Error}");
    }

    private void Say(string reason, long revision)
    {
        _ = Owner.Save(Store, new BreakerRecord() { State = BreakerState.Isolated, Generation = revision, CommandRevision = revision, Reason = reason });
    }

    private async Task<BreakerRecord> Stored()
    {
        var state = new GrainState<BreakerRecord>(new());
        await Storage.ReadStateAsync(BreakerRow.StateName, Grain, state);
        return state.State!;
    }
}
