using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>Runs of failures are ordered by when things happened, not by when they were told, and they age. Times in seconds.</summary>
public class FailureRunTests
{
    [Fact]
    public void Add_older_success_of_another_host_told_later_ends_nothing()
    {
        // One success on each of two hosts, 0.3 s later a failure on A, then one on B, whose report brings its success along.
        var run = FailureRun.None.Told(0, "S", success: 0).Told(.3, "F").Told(.4, "SF", first: 0, success: 0, failure: .4);
        Assert.Equal(2, run.Length);
    }

    [Fact]
    public void Add_success_that_came_after_the_failures_ends_them() =>
        Assert.Equal(0, FailureRun.None.Told(1, "FFF").Told(1.1, "S", success: 1.1).Length);

    [Fact]
    public void Add_failures_told_late_that_came_before_a_success_are_none_of_the_run() =>
        Assert.Equal(1, FailureRun.None.Told(2, "S", success: 2).Told(3, "F").Told(3, "FFF", first: 1, failure: 1.5).Length);

    [Fact]
    public void Add_failures_told_late_that_came_after_the_success_are_of_the_run() =>
        Assert.Equal(4, FailureRun.None.Told(2, "S", success: 2).Told(5, "F").Told(6, "FFF", first: 3, failure: 4).Length);

    [Fact]
    public void Add_success_within_a_part_leaves_its_last_failure_alone() =>
        Assert.Equal(1, FailureRun.None.Told(3, "FFFFF", first: 1, failure: 3).Told(3, "S", success: 2).Length);

    [Fact]
    public void Add_part_that_spans_a_known_success_is_its_last_failure_alone() =>
        Assert.Equal(1, FailureRun.None.Told(2, "S", success: 2).Told(3, "FFFFF", first: 1, failure: 3).Length);

    [Fact]
    public void Add_at_one_instant_it_is_the_order_in_which_things_were_told()
    {
        Assert.Equal(0, FailureRun.None.Told(1, "F").Told(1, "S", success: 1).Length);
        Assert.Equal(1, FailureRun.None.Told(1, "S", success: 1).Told(1, "F").Length);
        Assert.Equal(2, FailureRun.None.Told(1, "F").Told(1, "S", success: 1).Told(1, "FF").Length);
    }

    [Theory]
    [InlineData("SFF", 2)]
    [InlineData("FFS", 0)]
    [InlineData("FFFSF", 1)]
    public void Add_of_one_report_the_failures_after_its_last_success_are_left(string calls, long left) =>
        Assert.Equal(left, FailureRun.None.Told(1, calls, first: 0, success: .5, failure: 1).Length);

    [Fact]
    public void Add_run_that_the_reports_own_success_ended_is_judged()
    {
        var told = FailureRun.None.Told(1, "FF").Tell(3, "FFFS", 2, 3, 2.5, out var longest);
        Assert.Equal((0, 5), (told.Length, longest));
    }

    [Fact]
    public void Add_run_that_another_hosts_success_may_have_cut_is_not_judged()
    {
        FailureRun.None.Told(2.5, "S", success: 2.5).Tell(3, "FFFS", 2, 3, 2.9, out var longest);
        Assert.Equal(0, longest);
    }

    [Fact]
    public void Add_run_within_a_report_does_not_go_on_from_one_that_is_too_old()
    {
        FailureRun.None.Told(1, "FF").Tell(40, "FFFS", 39, 40, 39.5, out var longest);
        Assert.Equal(3, longest);
    }

    [Fact]
    public void Add_longer_than_a_sampling_duration_after_the_one_before_begins_anew()
    {
        Assert.Equal(2, FailureRun.None.Told(0, "F").Told(30, "F").Length);
        var late = TimeSpan.FromSeconds(30) + new TimeSpan(1);
        Assert.Equal(1, FailureRun.None.Told(0, "F").Told(late.TotalSeconds, "F").Length);
    }

    [Fact]
    public void Add_older_failure_told_late_bridges_a_gap()
    {
        var run = FailureRun.None.Told(0, "F").Told(30, "F").Told(60, "F").Told(50, "F", first: 50, failure: 50);
        Assert.Equal(4, run.Length);
    }

    [Fact]
    public void Add_many_parts_are_merged_and_all_counted()
    {
        var run = FailureRun.None;
        for (var i = 0; i < 100; i++)
            run = run.Told(i, "F");
        Assert.Equal(100, run.Length);
        Assert.InRange(run.Parts.Length, 1, 32);
        // A success before all of them changes nothing, one after all of them ends them.
        Assert.Equal(100, run.Told(100, "S", success: -1).Length);
        Assert.Equal(0, run.Told(100, "S", success: 99.5).Length);
        Assert.Equal(5, run.Told(100, "S", success: 94.5).Length);
    }
}

/// <summary>Reports in seconds.</summary>
file static class Reports
{
    public static FailureRun Told(this FailureRun run, double now, string calls, double? first = null, double success = 0, double? failure = null) =>
        run.Tell(now, calls, first ?? (calls == "S" ? success : now), success, failure ?? now, out _);

    public static FailureRun Tell(this FailureRun run, double now, string calls, double first, double success, double failure, out long longest)
    {
        var told = new AgedCounts(
            Seconds(now - first), Calls.Of(calls),
            calls.Contains('S', StringComparison.Ordinal) ? Seconds(success - first) : default,
            calls.Contains('F', StringComparison.Ordinal) ? Seconds(failure - first) : default);
        return run.Add(told, TimeSpan.FromHours(1) + Seconds(now), TimeSpan.FromSeconds(30), out longest);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
}
