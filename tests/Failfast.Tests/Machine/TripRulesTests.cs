using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>The rules alone and together.</summary>
public class TripRulesTests
{
    private static readonly BreakerSettings Both = Policy.Ratio(.5, 10) with { ConsecutiveFailures = 5 };

    private static readonly BreakerSettings All = Both with { SlowCallDuration = TimeSpan.FromMilliseconds(50), SlowCallRatio = .3 };

    [Theory]
    [InlineData("FFFF =C F =O")]
    [InlineData("FFFF S FFFF =C S =C")]            // 8 of 10 on a success: it never trips
    [InlineData("FFFF S FFFF S F =O")]             // 9 of 11 on the next failure
    [InlineData("SF SF SF SF S =C F =O")]          // 5 of 10
    public void Apply_either_of_two_rules_trips(string script) => OneBreaker.Play(Both, script);

    [Theory]
    [InlineData("SSSS SSS LL =C L =O")]            // 3 slow of 10
    [InlineData("LLLLLLLLL =C L =O")]              // below the minimum nothing is slow enough
    [InlineData("FLFLFLFL =C F =O")]               // a slow call doesn't break the run
    [InlineData("SSSSS LL FF =C L =O")]
    public void Apply_any_of_three_rules_trips(string script) => OneBreaker.Play(All, script);

    [Fact]
    public void Apply_no_rule_on_never_trips() => OneBreaker.Play(
        Policy.Consecutive(0), "F".Times(500) + " " + "L".Times(500) + " =C");

    [Fact]
    public void Apply_slow_without_a_duration_is_no_rule() => OneBreaker.Play(
        Policy.Slow(.1, 1) with { SlowCallDuration = null }, "LLLLL =C");

    [Fact]
    public void Apply_thresholds_are_reached_at_equality_in_binary_too() =>
        // 0.1 * 30 is more than 3 in floating point.
        OneBreaker.Play(Policy.Ratio(.1, 30), "S".Times(27) + " FF =C F =O");

    [Fact]
    public void Apply_slow_calls_are_no_failures() => OneBreaker.Play(Policy.Ratio(.5, 4), "LLLLLL =C");

    [Theory]
    [InlineData(5, "FFFFF", "5 failures in a row")]
    [InlineData(1, "F", "1 failure")]
    [InlineData(0, "SFSFSFSFSF", "5 of 10 calls failed in 10 s")]
    public void Apply_reason_says_which_rule(int consecutive, string calls, string reason)
    {
        var breaker = new OneBreaker(Both with { ConsecutiveFailures = consecutive }).Play(calls + " =O");
        Assert.Equal(reason, breaker.State.Reason);
    }

    [Fact]
    public void Apply_run_across_reports_and_hosts_counts()
    {
        var breaker = new OneBreaker(Policy.Consecutive(5));
        Report(breaker, "SFF");
        Report(breaker, "FF");
        breaker.Play("=C");
        Report(breaker, "FSSSS");
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_run_inside_one_report_counts_though_a_success_followed()
    {
        var breaker = new OneBreaker(Policy.Consecutive(5));
        Report(breaker, "SFFFFFS");
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_run_that_a_success_broke_first_does_not_trip()
    {
        var breaker = new OneBreaker(Policy.Consecutive(5)).Play("FFFF =C");
        breaker.Settings = Policy.Consecutive(3);

        Report(breaker, "SF");

        breaker.Play("=C F =C F =O");
    }

    [Fact]
    public void Apply_counts_by_age_are_judged_as_a_whole()
    {
        var breaker = new OneBreaker(Policy.Ratio(.5, 4));
        var aged = new[] { Aged(9, "SF"), Aged(4, "SF") };
        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), aged, BreakerEvent.NobodySilent));
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_counts_older_than_the_window_are_dropped()
    {
        var breaker = new OneBreaker(Policy.Ratio(.5, 4) with { ConsecutiveFailures = 3 });
        var aged = new[] { new AgedCounts(TimeSpan.MaxValue, Calls.Of("FFFFF")), Aged(1e9, "FFFFF"), Aged(10, "FFFFF") };

        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), aged, BreakerEvent.NobodySilent));

        breaker.Play("=C +1s FF =C F =O");
    }

    private static AgedCounts Aged(double seconds, string calls) => new(TimeSpan.FromSeconds(seconds), Calls.Of(calls));

    private static void Report(OneBreaker breaker, string calls) =>
        breaker.Apply(new BreakerEvent.Counted(Guid.NewGuid(), Calls.Now(calls), BreakerEvent.NobodySilent));
}
