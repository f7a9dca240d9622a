using Failfast.Local;
using Failfast.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Tests.Local;

/// <summary>The end of a call may say how long the dependency wants not to be called.</summary>
public sealed class RetryAfterTests
{
    private static readonly TimeSpan s_asked = TimeSpan.FromSeconds(30);

    private readonly List<TimeSpan> _heeded = [];

    [Fact]
    public void Of_an_exception_asks_the_rule_whatever_the_exception_counts_as()
    {
        var judge = Judge(new() { RetryAfter = ended => ended.Exception is IOException ? s_asked : null, Ignored = _ => true });

        Assert.Equal(CallOutcome.Ignored, judge.Of(new IOException(), default));
        Assert.Equal(CallOutcome.Ignored, judge.Of(new TimeoutException(), default));

        Assert.Equal([s_asked], _heeded);
    }

    [Fact]
    public void Of_a_call_that_its_caller_cancelled_or_an_inner_breaker_rejected_asks_nothing()
    {
        var judge = Judge(new() { RetryAfter = _ => s_asked });

        judge.Of(new IOException(), new CancellationToken(canceled: true));
        judge.Of(new BreakerOpenException("inner", BreakerState.Open, null, null), default);

        Assert.Empty(_heeded);
    }

    [Fact]
    public void OfResult_asks_the_rule_though_no_result_is_a_failure()
    {
        var judge = Judge(new() { RetryAfter = ended => ended.Result is "slow down" ? s_asked : null });

        Assert.True(judge.ReadsResults);
        Assert.Equal(CallOutcome.Success, judge.OfResult("slow down"));
        Assert.Equal(CallOutcome.Success, judge.OfResult("fine"));
        Assert.Equal(CallOutcome.Success, judge.OfResult(default(VoidResult)));

        Assert.Equal([s_asked], _heeded);
    }

    [Fact]
    public void Of_a_rule_that_throws_or_says_nothing_counts_as_ever()
    {
        Assert.Equal(CallOutcome.Failure, Judge(new() { RetryAfter = _ => throw new InvalidOperationException() }).Of(new IOException(), default));
        Assert.Equal(CallOutcome.Failure, Judge(new() { RetryAfter = _ => TimeSpan.FromSeconds(-1) }).Of(new IOException(), default));

        Assert.Empty(_heeded);
    }

    [Fact]
    public async Task Guard_failures_that_ask_for_a_pause_open_the_whole_cluster_for_that_long()
    {
        await using var cluster = await BreakerCluster.Start(silos: 2, configure: options =>
        {
            options.Defaults = new() { ConsecutiveFailures = 3, BreakDurationJitter = 0 };
            options.RetryAfter("asking", ended => ended.Exception is TimeoutException ? s_asked : null);
        });
        var breakers = cluster.BreakersOn("asking");
        await breakers[0].Fail(times: 3);
        await breakers.AreSeenAs(BreakerState.Open);

        Assert.All(breakers, breaker => Assert.Equal(30, breaker.Snapshot.RetryAfter!.Value.TotalSeconds, 3));
        Assert.Equal("3 failures in a row: TimeoutException; it asks for a pause of 30 s", breakers[1].Snapshot.Reason);
    }

    private OutcomeJudge Judge(OutcomeRules rules) => new("any", rules, NullLogger.Instance, heed: _heeded.Add);
}
