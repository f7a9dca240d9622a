using Failfast.CallShapes;
using Failfast.Local;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.CallShapes;

/// <summary>Every order in which a call's end, its caller's cancellation and its deadline can come.</summary>
public sealed class CallDeadlineTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _caller = new();

    public void Dispose() => _caller.Dispose();

    [Theory]
    [InlineData("end", "Itself", false, false)]
    [InlineData("end", "Itself", false, true)]
    [InlineData("end deadline", "Itself", false, false)]
    [InlineData("end deadline", "Itself", false, true)]
    [InlineData("end cancel", "Itself", false, false)]
    [InlineData("end cancel", "Itself", false, true)]
    [InlineData("cancel end", "Itself", true, false)]
    [InlineData("cancel end", "Itself", true, true)]
    [InlineData("cancel end deadline", "Itself", true, false)]
    [InlineData("cancel end deadline", "Itself", true, true)]
    [InlineData("cancel deadline", "GivenUp", true, false)]
    [InlineData("cancel deadline", "GivenUp", true, true)]
    [InlineData("deadline", "TimedOut", true, false)]
    [InlineData("deadline", "TimedOut", true, true)]
    [InlineData("deadline cancel", "TimedOut", true, false)]
    [InlineData("deadline cancel", "TimedOut", true, true)]
    [InlineData("deadline end", "TimedOut", true, false)]
    [InlineData("deadline end", "TimedOut", true, true)]
    [InlineData("cancel deadline end", "Itself", true, false)]
    [InlineData("cancel deadline end", "Itself", true, true)]
    public void Conclude_every_order_of_events_is_decided_by_the_first(string events, string end, bool tokenIsCancelled, bool asksBefore)
    {
        using var deadline = new CallDeadline(Timeout, new HostClock(_time), _caller.Token);
        CallDeadline.End? concluded = null;
        var completed = false;
        var passed = asksBefore ? deadline.WhenPassed() : null;

        foreach (var happened in events.Split(' '))
        {
            switch (happened)
            {
                case "end":
                    completed = true;
                    // A call that ends is concluded at once, unless something else has woken its caller before.
                    if (!events.Contains("deadline end", StringComparison.Ordinal))
                        concluded ??= deadline.Conclude(true);
                    break;
                case "cancel":
                    _caller.Cancel();
                    break;
                case "deadline":
                    _time.Advance(Timeout);
                    break;
            }
        }

        concluded ??= deadline.Conclude(completed);
        Assert.Equal(end, concluded.ToString());
        Assert.Equal(tokenIsCancelled, deadline.Token.IsCancellationRequested);
        Assert.Equal(concluded is CallDeadline.End.TimedOut or CallDeadline.End.GivenUp || events == "cancel deadline end", (passed ?? deadline.WhenPassed()).IsCompleted);
    }

    [Fact]
    public void Conclude_cancellation_that_has_begun_but_not_arrived_comes_before_the_deadline()
    {
        using var deadline = new CallDeadline(Timeout, new HostClock(_time), _caller.Token);
        // Registered later, so run before the deadline's own callback.
        using var late = _caller.Token.Register(() => _time.Advance(Timeout));

        _caller.Cancel();

        Assert.Equal(CallDeadline.End.GivenUp, deadline.Conclude(callHasCompleted: false));
    }

    [Fact]
    public void Pass_what_the_call_registered_throws_frees_the_caller_all_the_same()
    {
        using var deadline = new CallDeadline(Timeout, new HostClock(_time), default);
        using var bad = deadline.Token.Register(() => throw new InvalidOperationException("the call's own"));

        _time.Advance(Timeout);

        Assert.True(deadline.WhenPassed().IsCompletedSuccessfully);
    }
}
