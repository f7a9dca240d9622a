using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>Storage that is down, comes and goes, or says no: the breaker works from memory and tells the truth about it.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly IOException s_down = new("storage is down");

    private readonly FaultyStorage _storage = new();
    private BreakerCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 },
        silo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage));

    public async Task DisposeAsync()
    {
        _storage.Failure = null;
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Write_that_failed_over_an_existing_row_is_made_up_for()
    {
        var breaker = _cluster.Client.GetBreaker("failed-once");
        await breaker.Isolate("one");
        _storage.Failure = s_down;
        Assert.Equal(BreakerDurability.Failing, (await breaker.Disable()).Durability);

        _storage.Failure = null;
        await breaker.IsDurable(_cluster);

        Assert.Equal(BreakerState.Disabled, (await _cluster.Stored("failed-once"))!.State);
    }

    [Fact]
    public async Task Guard_storage_down_for_an_hour_works_and_asks_ever_less_often()
    {
        _storage.Failure = s_down;
        var breaker = _cluster.Client.GetBreaker("an-hour");
        await breaker.Succeed();
        await breaker.Trip(_cluster);
        await Eventually.Is(async () => (await breaker.GetStatus()).Durability == BreakerDurability.Failing);

        var calls = _storage.Calls;
        for (var minute = 0; minute < 60; minute++)
        {
            await breaker.IsRejected();
            for (var step = 0; step < 4; step++)
            {
                _cluster.Time.Advance(TimeSpan.FromSeconds(15));
                Assert.Contains("storage is down", (await breaker.GetStatus()).StorageError, StringComparison.Ordinal);
            }

            // Through a whole break and another: it opens, probes and opens again.
            await Eventually.Is(async () =>
            {
                _cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
                return !(await breaker.TryGuard(_ => Task.FromException<int>(new TimeoutException()))).IsRejected;
            });
            await breaker.IsSeenAs(BreakerState.Open);
        }

        Assert.InRange(_storage.Calls - calls, 10, 400);
        _storage.Failure = null;
        await breaker.IsDurable(_cluster);
        var record = await _cluster.Stored("an-hour");
        Assert.Equal((await breaker.GetStatus()).Snapshot.Generation, record!.Generation);
        Assert.Equal(61, record.Breaks);
    }

    [Fact]
    public async Task Operator_call_between_two_tries_makes_one_at_once()
    {
        var breaker = _cluster.Client.GetBreaker("at-once");
        await breaker.GetStatus();
        _storage.Failure = s_down;
        await breaker.Isolate("not stored yet");
        for (var i = 0; i < 10; i++)
            _cluster.Time.Advance(TimeSpan.FromSeconds(30));
        _storage.Failure = null;

        // Time stands still: nothing but the call itself can bring the try about.
        var status = await breaker.Disable();

        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Null(status.StorageError);
    }

    [Fact]
    public async Task Write_always_refused_as_a_conflict_backs_off_and_says_so()
    {
        var breaker = _cluster.Client.GetBreaker("refused");
        await breaker.GetStatus();
        _storage.WriteFailure = new InconsistentStateException("somebody else, always");

        var status = await breaker.Isolate();

        Assert.Equal(BreakerDurability.Failing, status.Durability);
        Assert.Contains("somebody else, always", status.StorageError, StringComparison.Ordinal);
        Assert.Equal(BreakerState.Isolated, status.Snapshot.State);
        Assert.InRange(_storage.Calls, 3, 6);
        _storage.WriteFailure = null;
        await breaker.IsDurable(_cluster);
        Assert.Equal(1, _storage.Rows);
    }

    [Fact]
    public async Task Storage_that_comes_and_goes_ends_up_with_the_last_state()
    {
        var breaker = _cluster.Client.GetBreaker("comes-and-goes");
        for (var i = 0; i < 20; i++)
        {
            _storage.Failure = i % 2 == 0 ? s_down : null;
            await (i % 3 == 0 ? breaker.Isolate($"{i}") : breaker.Close());
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(150));
            await breaker.Deactivate();
        }

        _storage.Failure = null;
        Assert.Equal(BreakerDurability.Durable, (await breaker.Isolate("at last")).Durability);
        Assert.Equal("at last", (await _cluster.Stored("comes-and-goes"))!.Reason);
    }

    [Fact]
    public async Task Flapping_while_a_write_is_under_way_is_one_more_write()
    {
        var breaker = _cluster.Client.GetBreaker("flapping");
        await breaker.GetStatus();
        var release = new TaskCompletionSource();
        _storage.Delay = release.Task;
        var answers = new List<Task<BreakerStatus>> { breaker.Isolate("first") };
        await Eventually.Is(() => _storage.Calls == 2);
        for (var i = 0; i < 10; i++)
        {
            // One after the other: calls that nobody awaits may overtake each other.
            answers.Add(breaker.Close());
            await Eventually.Is(async () => (await breaker.GetStatus()).Snapshot.State == BreakerState.Closed);
            answers.Add(breaker.Isolate($"{i}"));
            await Eventually.Is(async () => (await breaker.GetStatus()).Snapshot.State == BreakerState.Isolated);
        }

        Assert.Equal(BreakerDurability.Pending, (await breaker.GetStatus()).Durability);
        release.SetResult();
        foreach (var answer in answers)
            Assert.Equal(BreakerDurability.Durable, (await answer).Durability);

        // The reading, the write that was held up, and one for all that came after.
        Assert.Equal(3, _storage.Calls);
    }

    [Fact]
    public async Task Storage_that_never_answers_is_given_up_and_tried_again()
    {
        var breaker = _cluster.Client.GetBreaker("never");
        await breaker.GetStatus();
        _storage.Delay = new TaskCompletionSource().Task;
        var isolating = breaker.Isolate("stuck");
        await Eventually.Is(() =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return isolating.IsCompleted;
        });
        Assert.Equal(BreakerDurability.Pending, (await isolating).Durability);
        await Eventually.Is(async () =>
        {
            _cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return (await breaker.GetStatus()).StorageError?.Contains("did not answer within 30 s", StringComparison.Ordinal) == true;
        });

        _storage.Delay = null;
        await breaker.IsDurable(_cluster);
        Assert.Equal("stuck", (await _cluster.Stored("never"))!.Reason);
    }

    [Fact]
    public async Task Activation_that_alone_knows_the_state_is_not_collected_until_it_is_stored()
    {
        var breaker = _cluster.Client.GetBreaker("collected");
        _storage.Failure = s_down;
        await breaker.Isolate("only in memory");
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);

        await management.ForceActivationCollection(TimeSpan.FromTicks(1));
        Assert.Equal("only in memory", (await breaker.GetStatus()).Snapshot.Reason);
        Assert.NotNull(await management.GetActivationAddress(breaker));

        _storage.Failure = null;
        await breaker.IsDurable(_cluster);
        await Eventually.Is(async () =>
        {
            await management.ForceActivationCollection(TimeSpan.FromTicks(1));
            return await management.GetActivationAddress(breaker) is null;
        });
        Assert.Equal("only in memory", (await breaker.GetStatus()).Snapshot.Reason);
    }

    [Fact]
    public async Task Activation_whose_closing_is_not_stored_is_not_collected_either()
    {
        var breaker = _cluster.Client.GetBreaker("closing");
        await breaker.Isolate("stored");
        _storage.Failure = s_down;
        Assert.Equal(BreakerDurability.Failing, (await breaker.Close()).Durability);
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);

        await management.ForceActivationCollection(TimeSpan.FromTicks(1));

        Assert.NotNull(await management.GetActivationAddress(breaker));
        Assert.Equal(BreakerState.Closed, (await breaker.GetStatus()).Snapshot.State);
        _storage.Failure = null;
        await breaker.IsDurable(_cluster);
        Assert.Equal(BreakerState.Closed, (await _cluster.Stored("closing"))!.State);
    }
}
