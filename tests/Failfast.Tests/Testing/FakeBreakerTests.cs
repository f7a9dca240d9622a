using Failfast.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Testing;

public sealed class FakeBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeBreaker _fake;

    public FakeBreakerTests() => _fake = new FakeBreaker("payments", time: _time);

    [Fact]
    public async Task Guard_new_fake_runs_calls()
    {
        Assert.Equal(1, await _fake.Guard(_ => Task.FromResult(1)));
        Assert.Equal((BreakerState.Closed, BreakerScope.Cluster), (_fake.State, _fake.Snapshot.Scope));
    }

    [Fact]
    public async Task Open_rejects_the_very_next_call_in_every_shape()
    {
        _fake.Open(Break, "the provider is down");

        Assert.Null(_fake.TryEnter());
        var rejection = await Assert.ThrowsAsync<BreakerOpenException>(() => _fake.Guard(_ => Task.CompletedTask));
        Assert.Equal(("payments", BreakerState.Open, Break, "the provider is down"), (rejection.BreakerName, rejection.State, rejection.RetryAfter, rejection.Reason));
        Assert.True((await _fake.TryGuard(_ => Task.FromResult(1))).IsRejected);
        Assert.Equal(7, await _fake.Guard(_ => Task.FromResult(1), 7));
        await Assert.ThrowsAsync<BreakerOpenException>(async () => await _fake.EnterAsync());
        Assert.Equal((BreakerState.Open, Break), (_fake.State, _fake.Snapshot.RetryAfter));
    }

    [Fact]
    public async Task Open_break_over_the_next_call_is_a_probe_that_closes()
    {
        _fake.Open(Break);
        _time.Advance(Break - TimeSpan.FromMilliseconds(1));
        await _fake.IsRejected();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(BreakerState.HalfOpen, _fake.State);
        await _fake.Succeed();
        Assert.Equal(BreakerState.Closed, _fake.State);
    }

    [Fact]
    public void Open_without_time_lasts_as_the_settings_say() =>
        Assert.Equal(TimeSpan.FromSeconds(5), After(_fake.Open).RetryAfter);

    [Fact]
    public async Task Open_days_without_a_call_changes_nothing()
    {
        _fake.Open(TimeSpan.FromDays(2));
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(_fake.TryEnter());
        await _fake.IsRejected();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(8 * 24 * 3600)]
    public void Open_impossible_time_is_refused(int seconds)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _fake.Open(TimeSpan.FromSeconds(seconds)));
        Assert.Contains("at most 7 days", error.Message, StringComparison.Ordinal);
        Assert.Contains("Isolate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HalfOpen_admits_that_many_probes_and_rejects_the_others()
    {
        _fake.HalfOpen(permits: 2);
        Assert.Equal(BreakerState.HalfOpen, _fake.State);

        using var first = await _fake.EnterAsync();
        using var second = await _fake.EnterAsync();
        await _fake.IsRejected();
        first.Succeed();
        Assert.Equal(BreakerState.Closed, _fake.State);
    }

    [Fact]
    public void HalfOpen_TryEnter_asks_for_a_lease_and_the_next_one_gets_it()
    {
        _fake.HalfOpen();
        Assert.Null(_fake.TryEnter());
        using var permit = _fake.TryEnter();
        Assert.NotNull(permit);
        permit.Succeed();
        Assert.Equal(BreakerState.Closed, _fake.State);
    }

    [Fact]
    public async Task Guard_failures_open_it_for_the_cluster_at_once()
    {
        await _fake.Fail(5);
        Assert.Equal((BreakerState.Open, BreakerScope.Cluster), (_fake.State, _fake.Snapshot.Scope));
        Assert.Equal(BreakerState.Open, (await ((IBreakerGrain)_fake).GetStatus()).Snapshot.State);
        _time.Advance(TimeSpan.FromSeconds(5));
        await _fake.Succeed();
        Assert.Equal(BreakerState.Closed, _fake.State);
    }

    [Fact]
    public async Task HalfOpen_probe_fails_it_opens_again()
    {
        _fake.HalfOpen();
        await _fake.Fail();
        Assert.Equal(BreakerState.Open, _fake.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void HalfOpen_impossible_permits_are_refused(int permits)
    {
        var error = Assert.Throws<ArgumentException>(() => _fake.HalfOpen(permits));
        Assert.Contains($"HalfOpenPermits is {permits}: it must be from 1 to 1000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Isolate_rejects_until_closed()
    {
        _fake.Isolate("moving");
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("moving", (await _fake.IsRejected()).Reason);
        Assert.Null(_fake.Snapshot.RetryAfter);

        _fake.Close();

        await _fake.Succeed();
        Assert.Equal(BreakerState.Closed, _fake.State);
    }

    [Fact]
    public async Task Close_after_real_failures_starts_anew()
    {
        await _fake.Fail(5);
        await _fake.IsRejected();

        _fake.Close();

        await _fake.Fail(4);
        await _fake.Succeed();
    }

    [Fact]
    public async Task Script_any_order_of_commands_is_in_force_at_once()
    {
        Action[] commands = [() => _fake.Open(), () => _fake.Close(), () => _fake.Isolate(), () => _fake.HalfOpen()];
        BreakerState[] states = [BreakerState.Open, BreakerState.Closed, BreakerState.Isolated, BreakerState.HalfOpen];
        foreach (var before in commands)
            for (var i = 0; i < commands.Length; i++)
            {
                before();
                await _fake.TryGuard(_ => Task.FromException(new TimeoutException()));
                commands[i]();
                Assert.Equal(states[i], _fake.State);
                Assert.Equal(states[i] is BreakerState.Open or BreakerState.Isolated, (await _fake.TryGuard(_ => Task.CompletedTask)).IsRejected);
            }
    }

    [Fact]
    public async Task Configure_and_ShouldHandle_apply_to_the_fake()
    {
        var fake = new FakeBreaker("payments", options =>
        {
            options.Breakers["payments"] = new() { ConsecutiveFailures = 2 };
            options.ShouldHandle("payments", error => error is TimeoutException);
        });

        for (var i = 0; i < 9; i++)
            await fake.TryGuard(_ => Task.FromException(new ArgumentException("no failure")));
        await fake.Succeed();
        await fake.Fail(2);
        await fake.IsRejected();
    }

    [Fact]
    public void Constructor_bad_settings_or_name_say_what_is_wrong()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new FakeBreaker("payments", options => options.Defaults = new() { HalfOpenPermits = 0 }));
        Assert.Contains("HalfOpenPermits is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("'a/b' is not a breaker name", Assert.Throws<ArgumentException>(() => new FakeBreaker("a/b")).Message, StringComparison.Ordinal);
    }

    private BreakerSnapshot After(Action<TimeSpan?, string?> command)
    {
        command(null, null);
        return _fake.Snapshot;
    }
}
