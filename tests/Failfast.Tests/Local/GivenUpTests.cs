using Failfast.Local;
using Failfast.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Tests.Local;

/// <summary>A caller's cancellation is one whatever it is wrapped in; a hang that it cuts short is seen where calls can be slow.</summary>
[Collection(SharedClusterTests.Name)]
public sealed class GivenUpTests(SharedCluster shared)
{
    private static readonly BreakerOpenException s_rejection = new("inner", BreakerState.Open, null, null);

    private static readonly Exception[] s_carriers =
    [
        new OperationCanceledException(),
        new TaskCanceledException(),
        new InvalidOperationException("Status(StatusCode=Cancelled)"),
        new IOException("The connection was closed.", new ObjectDisposedException("socket")),
        new ObjectDisposedException("stream"),
        new HttpRequestException("cancelled", new TaskCanceledException()),
        new AggregateException(new TaskCanceledException(), new IOException()),
        new CallTimeoutException("inner", TimeSpan.FromSeconds(1)),
    ];

    private readonly BreakerCluster _cluster = shared.Cluster;

    public static TheoryData<int> Carriers => [.. Enumerable.Range(0, s_carriers.Length)];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Of_any_exception_once_the_caller_has_cancelled_is_given_up(int index)
    {
        var asked = false;
        var judge = new OutcomeJudge("any", new() { Exceptions = _ => asked = true, Ignored = _ => asked = true }, NullLogger.Instance);

        Assert.Equal(CallOutcome.GivenUp, judge.Of(s_carriers[index], new CancellationToken(canceled: true)));
        Assert.False(asked);
    }

    [Fact]
    public void Of_what_teaches_nothing_is_ignored()
    {
        var judge = new OutcomeJudge("any", new() { Ignored = error => error is IOException }, NullLogger.Instance);

        Assert.Equal(CallOutcome.Ignored, judge.Of(s_rejection, new CancellationToken(canceled: true)));
        Assert.Equal(CallOutcome.Ignored, judge.Of(s_rejection, default));
        Assert.Equal(CallOutcome.Ignored, judge.Of(new IOException(), default));
    }

    [Fact]
    public void Of_a_cancellation_that_is_not_the_callers_is_a_failure()
    {
        using var callers = new CancellationTokenSource();
        var judge = new OutcomeJudge("any", OutcomeRules.Default, NullLogger.Instance);
        Assert.Equal(CallOutcome.Failure, judge.Of(new TaskCanceledException(), callers.Token));
        Assert.Equal(CallOutcome.Failure, judge.Of(new ObjectDisposedException("stream"), default));
    }

    [Theory]
    [InlineData("given-up-wrapped", null)]
    [InlineData("timed-given-up-wrapped", 2)]
    public async Task Guard_calls_that_their_callers_cancel_count_nothing_whatever_they_throw_in_every_shape(string name, int? timeout)
    {
        var breaker = _cluster.Breaker(name, it => it with { CallTimeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, ConsecutiveFailures = 100 });
        await breaker.Succeed();
        foreach (var carrier in s_carriers)
        {
            using var cancel = new CancellationTokenSource();
            Func<Task>[] shapes =
            [
                () => breaker.Guard(Task (_) => throw carrier, cancel.Token),
                () => breaker.Guard(async Task<int> (_) => { await Task.Yield(); throw carrier; }, cancel.Token),
                async () => await breaker.Guard(async ValueTask (_) => { await Task.Yield(); throw carrier; }, cancel.Token),
                async () => await breaker.Guard(ValueTask<int> (_) => throw carrier, cancel.Token),
                async () => (await breaker.TryGuard(async ValueTask<int> (_) => { await Task.Yield(); throw carrier; }, cancel.Token)).GetResult(),
                async () =>
                {
                    using var permit = await breaker.EnterAsync();
                    permit.Fail(carrier, cancel.Token);
                    throw carrier;
                },
            ];
            await breaker.Guard(async _ => await cancel.CancelAsync());
            foreach (var shape in shapes)
                Assert.NotNull(await Record.ExceptionAsync(shape));
        }

        await breaker.CountsAreExactly(_cluster, calls: 1 + s_carriers.Length, failures: 0);
    }

    [Fact]
    public async Task Guard_hang_that_its_callers_cut_short_opens_the_breaker_where_calls_can_be_slow()
    {
        var breaker = await Slow("given-up-hangs");
        for (var i = 0; i < 5; i++)
        {
            using var cancel = new CancellationTokenSource();
            var call = breaker.Guard(ct => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct), cancel.Token);
            // No sweep need come between the two.
            _cluster.Time.Advance(TimeSpan.FromSeconds(1.001));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Reason: "5 failures in a row: slow call" });
    }

    [Fact]
    public async Task Guard_call_that_was_slow_before_it_was_given_up_counts_once_though_no_sweep_saw_it()
    {
        var breaker = await Slow("given-up-slowly");
        using var cancel = new CancellationTokenSource();
        await Record.ExceptionAsync(() => breaker.Guard(
            Task (ct) =>
            {
                _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));
                cancel.Cancel();
                throw new IOException("closed");
            },
            cancel.Token));

        await breaker.CountsAreExactly(_cluster, calls: 2, failures: 1, slow: 1);
    }

    private async Task<IBreakerGrain> Slow(string name)
    {
        var breaker = _cluster.Client.GetBreaker(name);
        var settings = new BreakerSettings { SlowCallDuration = TimeSpan.FromSeconds(1), BreakDurationJitter = 0 };
        await breaker.Configure(settings);
        await breaker.Succeed();
        await Eventually.Is(() => breaker.Snapshot.Settings == settings);
        return breaker;
    }
}
