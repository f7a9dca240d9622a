using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

public sealed class PersistenceTests
{
    private readonly FaultyStorage _storage = new();

    [Fact]
    public async Task Restart_keeps_the_break_isolation_and_settings_and_closed_breakers_leave_no_row()
    {
        await using (var cluster = await Start())
        {
            var open = cluster.Client.GetBreaker("open");
            await open.Fail(times: 5);
            await open.IsSeenAs(BreakerState.Open);
            await cluster.Client.GetBreaker("isolated").Isolate("stay");
            await cluster.Client.GetBreaker("disabled").Disable();
            await cluster.Client.GetBreaker("configured").Configure(new BreakerSettings { ConsecutiveFailures = 2 });
            await cluster.Client.GetBreaker("healthy").Succeed();
            await cluster.Client.GetBreaker("released").Isolate();
            var released = await cluster.Client.GetBreaker("released").Close();
            Assert.Equal(BreakerDurability.Durable, released.Durability);
            await Eventually.Is(() => _storage.Rows == 5);
        }

        // Silos and clocks start anew; two of the five seconds have passed.
        await using var restarted = await Start(TimeSpan.FromSeconds(2));
        var breakers = restarted.Client;
        var rejection = await breakers.GetBreaker("open").IsRejected();
        Assert.Equal(3, rejection.RetryAfter!.Value.TotalSeconds, precision: 1);
        Assert.Equal("stay", (await breakers.GetBreaker("isolated").IsRejected()).Reason);
        await breakers.GetBreaker("disabled").Fail(times: 20);
        Assert.Equal(BreakerState.Disabled, breakers.GetBreaker("disabled").State);
        Assert.Equal(2, (await breakers.GetBreaker("configured").GetStatus()).Snapshot.Settings.ConsecutiveFailures);
        restarted.Time.Advance(TimeSpan.FromSeconds(3.1));
        await breakers.GetBreaker("open").Succeed();
        await breakers.GetBreaker("open").IsSeenAs(BreakerState.Closed);
        // What an operator has said stays stored, and that he has taken it back.
        Assert.Equal(BreakerState.Closed, (await breakers.GetBreaker("released").GetStatus()).Snapshot.State);
        await Eventually.Is(() => _storage.Rows == 4);
    }

    [Fact]
    public async Task Restart_keeps_the_end_of_an_isolation_and_nothing_of_what_was_reset()
    {
        await using (var cluster = await Start())
        {
            Assert.Equal(BreakerDurability.Durable, (await cluster.Client.GetBreaker("for").IsolateFor(TimeSpan.FromMinutes(10), "stay")).Durability);
            await cluster.Client.GetBreaker("over").IsolateFor(TimeSpan.FromMinutes(1));
            await cluster.Client.GetBreaker("reset").Configure(new BreakerSettings { ConsecutiveFailures = 2 });
            await cluster.Client.GetBreaker("reset").Isolate();
            await Eventually.Is(() => _storage.Rows == 3);
            Assert.Equal(BreakerDurability.Durable, (await cluster.Client.GetBreaker("reset").Reset()).Durability);
            Assert.Equal(2, _storage.Rows);
        }

        await using var restarted = await Start(TimeSpan.FromMinutes(4));
        var held = await restarted.Client.GetBreaker("for").GetStatus();
        Assert.Equal((BreakerState.Isolated, 6), (held.Snapshot.State, Math.Round(held.Snapshot.RetryAfter!.Value.TotalMinutes, 1)));
        await restarted.Client.GetBreaker("over").GetStatus();
        restarted.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.HalfOpen, (await restarted.Client.GetBreaker("over").GetStatus()).Snapshot.State);
        var reset = await restarted.Client.GetBreaker("reset").GetStatus();
        Assert.Equal((BreakerState.Closed, false), (reset.Snapshot.State, reset.SettingsAreOverridden));
        await restarted.Client.GetBreaker("over").Succeed();
        await restarted.Client.GetBreaker("over").IsSeenAs(BreakerState.Closed);
    }

    [Fact]
    public async Task Restart_after_the_break_ended_is_half_open_with_the_break_count_kept()
    {
        await using (var cluster = await Start())
        {
            await cluster.Client.GetBreaker("ended").Fail(times: 5);
            await Eventually.Is(() => _storage.Rows == 1);
        }

        await using var restarted = await Start(TimeSpan.FromHours(1));
        var status = await restarted.Client.GetBreaker("ended").GetStatus();
        Assert.Equal(BreakerState.HalfOpen, status.Snapshot.State);
        await restarted.Client.GetBreaker("ended").Fail();
        await restarted.Client.GetBreaker("ended").IsSeenAs(BreakerState.Open);
        Assert.Equal(10, restarted.Client.GetBreaker("ended").Snapshot.RetryAfter!.Value.TotalSeconds, precision: 1);
    }

    [Fact]
    public async Task Guard_healthy_breaker_writes_nothing()
    {
        await using var cluster = await Start();
        var breaker = cluster.Client.GetBreaker("healthy");

        for (var i = 0; i < 50; i++)
        {
            await breaker.Succeed();
            cluster.Time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(0, _storage.Writes);
        Assert.Equal(BreakerDurability.Durable, (await breaker.GetStatus()).Durability);
    }

    [Fact]
    public async Task Isolate_storage_down_is_in_force_and_says_that_it_is_not_durable_until_it_is()
    {
        await using var cluster = await Start();
        var breaker = cluster.Client.GetBreaker("storage-down");
        await breaker.Succeed();
        _storage.Failure = new IOException("storage is down");

        var status = await breaker.Isolate();

        Assert.Equal(BreakerDurability.Failing, status.Durability);
        Assert.Contains("storage is down", status.StorageError, StringComparison.Ordinal);
        await breaker.IsSeenAs(BreakerState.Isolated);
        _storage.Failure = null;
        await Eventually.Is(async () =>
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return (await breaker.GetStatus()).Durability == BreakerDurability.Durable;
        });
        Assert.Equal(1, _storage.Rows);
    }

    [Fact]
    public async Task Guard_storage_hanging_at_activation_and_at_the_trip_holds_up_nothing()
    {
        var never = new TaskCompletionSource();
        _storage.Delay = never.Task;
        await using var cluster = await Start();
        var breaker = cluster.Client.GetBreaker("hanging");
        var first = breaker.Guard(_ => Task.FromResult(1));
        await Eventually.Is(() =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
            return first.IsCompleted;
        });

        await breaker.Fail(times: 5);
        await Eventually.Is(() =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
            return breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster };
        });
        Assert.NotEqual(BreakerDurability.Durable, (await breaker.GetStatus()).Durability);

        never.SetResult();
        await Eventually.Is(async () =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await breaker.GetStatus()).Durability == BreakerDurability.Durable;
        });
        Assert.Equal(1, _storage.Rows);
    }

    private Task<BreakerCluster> Start(TimeSpan later = default) => BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 },
        silo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>("failfast", _storage),
        later: later);
}
