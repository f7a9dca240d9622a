using Failfast.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Testing;

public sealed class BreakerRecorderTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeBreaker _fake;

    public BreakerRecorderTests() => _fake = new FakeBreaker("payments", time: _time);

    [Fact]
    public async Task States_every_transition_in_order_once()
    {
        using var recorder = new BreakerRecorder(_fake);
        _fake.Open(Break);
        await _fake.IsRejected();
        _time.Advance(Break);
        _fake.Isolate("moving");
        _fake.Isolate("moving");
        _fake.Close();
        await _fake.Succeed();

        Assert.Equal(
            [BreakerState.Closed, BreakerState.Open, BreakerState.HalfOpen, BreakerState.Isolated, BreakerState.Closed], recorder.States.Select(seen => seen.State));
        Assert.Equal("Closed -> Open -> HalfOpen -> Isolated -> Closed; 1 rejected", $"{recorder}");
    }

    [Fact]
    public async Task Rejections_only_those_since_the_beginning()
    {
        _fake.Open();
        await _fake.IsRejected();
        using var recorder = new BreakerRecorder(_fake);
        await _fake.IsRejected();
        Assert.Null(_fake.TryEnter());
        Assert.Equal(2, recorder.Rejections);
    }

    [Fact]
    public void Dispose_keeps_what_was_recorded_and_records_no_more()
    {
        using var recorder = new BreakerRecorder(_fake);
        recorder.Dispose();
        _fake.Open();
        Assert.Equal(BreakerState.Closed, Assert.Single(recorder.States).State);
    }

    [Fact]
    public async Task States_and_rejections_of_the_example_in_the_documentation()
    {
        var dependency = new ScriptedDependency();
        var breaker = new FakeBreaker("payments", options => options.Defaults = new() { ConsecutiveFailures = 2, BreakDurationJitter = 0 }, _time);
        using var recorder = new BreakerRecorder(breaker);

        dependency.Fail(new HttpRequestException("503"));
        for (var i = 0; i < 3; i++)
            await breaker.TryGuard(ct => dependency.CallAsync(ct));
        Assert.Equal(2, dependency.Calls);
        Assert.Equal(BreakerState.Open, breaker.State);

        _time.Advance(breaker.Snapshot.RetryAfter!.Value);
        dependency.Succeed();
        await breaker.Guard(ct => dependency.CallAsync(ct));
        Assert.Equal(BreakerState.Closed, recorder.States[^1].State);
        Assert.Equal(1, recorder.Rejections);
    }

    [Fact]
    public void Constructor_null_is_refused() => Assert.Throws<ArgumentNullException>(() => new BreakerRecorder(null!));
}
