using Failfast.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Testing;

public sealed class ScriptedDependencyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedDependency _dependency;

    public ScriptedDependencyTests() => _dependency = new ScriptedDependency(_time);

    [Fact]
    public async Task CallAsync_new_dependency_succeeds_and_counts()
    {
        await _dependency.CallAsync();
        await _dependency.CallAsync();
        Assert.Equal((2, 0), (_dependency.Calls, _dependency.Running));
    }

    [Fact]
    public async Task Fail_on_a_call_is_for_that_call_alone()
    {
        _dependency.Fail(onCall: 2);
        await _dependency.CallAsync();
        await Assert.ThrowsAsync<DependencyFailedException>(() => _dependency.CallAsync());
        await _dependency.CallAsync();

        _dependency.Fail(new TimeoutException());
        _dependency.Succeed(onCall: 5);
        await Assert.ThrowsAsync<TimeoutException>(() => _dependency.CallAsync());
        await _dependency.CallAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => _dependency.CallAsync());
    }

    [Fact]
    public async Task Slow_ends_when_its_time_has_passed()
    {
        _dependency.Slow(TimeSpan.FromSeconds(3));
        var call = _dependency.CallAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((false, 1), (call.IsCompleted, _dependency.Running));
        _time.Advance(TimeSpan.FromSeconds(1));
        await call;
        Assert.Equal(0, _dependency.Running);
    }

    [Fact]
    public async Task Hang_ends_only_by_its_token()
    {
        using var cancelling = new CancellationTokenSource();
        _dependency.Hang();
        var call = _dependency.CallAsync(cancelling.Token);
        _time.Advance(TimeSpan.FromDays(1));
        _dependency.Succeed();
        Assert.False(call.IsCompleted);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Hang_behind_a_breaker_with_a_call_timeout_opens_it()
    {
        var fake = new FakeBreaker("payments", options => options.Defaults = new() { ConsecutiveFailures = 1, CallTimeout = TimeSpan.FromSeconds(2) }, _time);
        _dependency.Hang();

        var call = fake.Guard(ct => _dependency.CallAsync(ct));
        _time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<CallTimeoutException>(() => call);
        await fake.IsRejected();
        Assert.Equal(1, _dependency.Calls);
    }

    [Fact]
    public async Task Set_bad_input_says_what_to_do()
    {
        await _dependency.CallAsync();
        Assert.Contains("1 calls were made already: name call 2", Assert.Throws<ArgumentOutOfRangeException>(() => _dependency.Hang(onCall: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Succeed()", Assert.Throws<ArgumentOutOfRangeException>(() => _dependency.Slow(TimeSpan.Zero)).Message, StringComparison.Ordinal);
    }
}
