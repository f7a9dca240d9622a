using Failfast.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Testing;

/// <summary>A fake as code under test sees it that operates breakers, or follows them.</summary>
public sealed class FakeOperatorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeBreaker _fake;
    private readonly IBreakerGrain _breaker;

    public FakeOperatorTests() => _breaker = _fake = new FakeBreaker("payments", time: _time);

    [Fact]
    public async Task Commands_through_the_grain_interface_are_in_force_and_answered()
    {
        var status = await _breaker.Isolate("moving");
        Assert.Equal((BreakerState.Isolated, "moving", BreakerDurability.Volatile), (status.Snapshot.State, status.Snapshot.Reason, status.Durability));
        await _fake.IsRejected();

        Assert.Equal(BreakerState.Disabled, (await _breaker.Disable()).Snapshot.State);
        await _fake.Succeed();
        Assert.Equal(BreakerState.Closed, (await _breaker.Enable()).Snapshot.State);
        Assert.Equal(3, (await _breaker.Configure(new() { ConsecutiveFailures = 3 })).Snapshot.Settings.ConsecutiveFailures);
        Assert.True((await _breaker.GetStatus()).SettingsAreOverridden);
        await _fake.Fail(3);
        await _fake.IsRejected();
        Assert.False((await _breaker.Reset()).SettingsAreOverridden);
        await _breaker.Close();
        Assert.Equal("payments", (await _breaker.GetDetails()).Status.Snapshot.Name);
    }

    [Fact]
    public async Task Isolate_for_a_time_ends_by_the_fakes_clock()
    {
        await _breaker.Isolate("moving", _time.GetUtcNow().AddMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), _breaker.Snapshot.RetryAfter);
        await _breaker.IsolateFor(TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public async Task Commands_with_bad_input_fail_as_the_grains_do()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _breaker.IsolateFor(TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentException>(() => _breaker.Isolate(new string('x', 1025)));
        await Assert.ThrowsAsync<ArgumentException>(() => _breaker.Configure(new() { FailureRatio = 2 }));
    }

    [Fact]
    public async Task WaitUntilAdmitting_waits_while_open_and_returns_when_closed()
    {
        _fake.Open(TimeSpan.FromDays(1));
        var waiting = _breaker.WaitUntilAdmitting().AsTask();
        Assert.False(waiting.IsCompleted);

        _fake.Close();

        await waiting;
    }

    [Fact]
    public async Task Watch_streams_what_the_script_does()
    {
        var seen = new List<BreakerState>();
        await foreach (var snapshot in _breaker.Watch())
        {
            seen.Add(snapshot.State);
            if (seen.Count == 1)
                _fake.Open();
            else if (seen.Count == 2)
                _fake.Close();
            else
                break;
        }

        Assert.Equal([BreakerState.Closed, BreakerState.Open, BreakerState.Closed], seen);
    }

    [Fact]
    public async Task Calls_are_recorded_by_how_they_ended()
    {
        await _fake.Succeed();
        await _fake.Succeed();
        await _fake.Fail();
        using var cancelled = new CancellationTokenSource();
        await _fake.TryGuard(async ct =>
        {
            await cancelled.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }, cancelled.Token);
        _fake.Open();
        await _fake.IsRejected();
        Assert.Null(_fake.TryEnter());

        var calls = _fake.Calls;
        Assert.Equal((2, 1, 0, 1, 2), (calls.Succeeded, calls.Failed, calls.Slow, calls.NotCounted, calls.Rejected));
        Assert.Equal("2 succeeded, 1 failed, 0 slow, 1 not counted, 2 rejected", $"{calls}");
    }
}
