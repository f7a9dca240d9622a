using Failfast.Demo;

namespace Failfast.Tests.Demo;

public sealed class DemoFiguresTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1, 100)]
    public void Percentile_of_one_to_a_hundred_is_the_nearest_rank(double share, double expected) =>
        Assert.Equal(expected, Result(Enumerable.Range(1, 100).Reverse().Select(each => (double)each)).Percentile(share));

    [Fact]
    public void Percentile_of_nothing_is_zero() => Assert.Equal(0, Result([]).Percentile(0.99));

    [Fact]
    public void Merge_takes_percentiles_of_all_samples_not_of_hosts()
    {
        // 1 % of all requests took long, all on one host: an average of both p99 would say 500.
        var merged = GroupResult.Merge([Result(Enumerable.Repeat(1.0, 100)), Result(Enumerable.Repeat(1.0, 98).Append(1000).Append(1000))]);

        Assert.Equal(1, merged.Percentile(0.99));
        Assert.Equal(1000, merged.Percentile(0.995));
    }

    [Fact]
    public void MostAtOnce_overlapping_spans_of_hosts_add_up_and_touching_ones_do_not()
    {
        Assert.Equal(0, StuckSpan.MostAtOnce([]));
        Assert.Equal(1, StuckSpan.MostAtOnce([new(0, 1), new(1, 2)]));
        Assert.Equal(3, StuckSpan.MostAtOnce([new(0, 10), new(5, 6), new(7, 8), new(7.5, 9)]));
    }

    [Fact]
    public void Answered_after_the_deadline_is_late_whatever_the_answer()
    {
        var measurements = new Measurements();
        for (var i = 0; i < 5; i++)
            measurements.Arrived();
        measurements.Answered(Answer.Real, s_second, s_second + DemoPlan.Deadline);
        measurements.Answered(Answer.Polite, s_second, s_second);
        measurements.Answered(Answer.Real, s_second, s_second * 2.1);
        measurements.Answered(Answer.Polite, s_second, s_second * 2.1);
        measurements.Unanswered(s_second, s_second * 9);
        var result = measurements.Result();

        Assert.Equal((1, 1, 2), (result.Counts.Real, result.Counts.Polite, result.Counts.Late));
        Assert.Equal(2, result.Served);
        Assert.Equal(1, result.Unanswered);
        Assert.Equal(8000, result.Percentile(1));
    }

    [Fact]
    public void Waited_counts_as_stuck_only_past_the_threshold()
    {
        var measurements = new Measurements();
        measurements.Waited(s_second, s_second + DemoPlan.StuckAfter - TimeSpan.FromMilliseconds(1));
        measurements.Waited(s_second, s_second * 3);

        Assert.Equal([new StuckSpan(1500, 3000)], measurements.Result().Stuck);
    }

    [Fact]
    public void OpenedAfter_is_seen_from_the_moment_given()
    {
        BreakerTurn[] turns = [Turn(10, BreakerState.Open), Turn(20, BreakerState.HalfOpen), Turn(21, BreakerState.Closed), Turn(50, BreakerState.Open)];

        Assert.Equal(20, BreakerTurn.OpenedAfter(turns, 30));
        Assert.Equal(0, BreakerTurn.OpenedAfter(turns, 15));
        Assert.Equal(0, BreakerTurn.OpenedAfter(turns, 60));
        Assert.Null(BreakerTurn.OpenedAfter(turns[..3], 30));
        Assert.Null(BreakerTurn.OpenedAfter([], 30));

        static BreakerTurn Turn(double at, BreakerState state) => new(at, state, null);
    }

    [Fact]
    public void ToJson_is_one_line_of_exactly_the_promised_shape()
    {
        var host = new HostResult(
            new GroupResult(new() { Arrived = 2, Real = 1, Polite = 1 }, [1.5, 2.5], []),
            new GroupResult(new() { Arrived = 2, Real = 1, Late = 1 }, [1, 3000], [new(0, 5)]),
            [new BreakerTurn(110.26, BreakerState.Open, "why")]);

        Assert.Equal(
            """{"guarded":{"served":2,"p99_ms":2.5,"max_stuck":0},"bare":{"served":1,"p99_ms":3000,"max_stuck":1},"opened_after_ms":10.3}""",
            DemoReport.Of([host], slowAt: 100).ToJson());
        Assert.EndsWith(
            ",\"opened_after_ms\":null}", DemoReport.Of([host with { Turns = [] }], slowAt: 100).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_hosts_the_first_to_open_counts_and_the_last_is_known()
    {
        var nothing = new GroupResult(new(), [], []);
        var report = DemoReport.Of([Host(120), Host(105)], 100);

        Assert.Equal((5.0, 20.0), (report.OpenedAfterMs, report.OpenEverywhereAfterMs));
        Assert.Null(DemoReport.Of([Host(120), new(nothing, nothing, [])], 100).OpenEverywhereAfterMs);

        HostResult Host(double openedAt) => new(nothing, nothing, [new(openedAt, BreakerState.Open, null)]);
    }

    [Fact]
    public void Parse_message_comes_back_as_it_was_sent()
    {
        var message = new HostMessage
        {
            Result = new HostResult(
                new GroupResult(new() { Arrived = 1 }, [7.1], [new(1, 2)]), new GroupResult(new(), [], []), [new(1, BreakerState.Open, "a \"reason\"\n")]),
        };
        var line = message.ToLine();

        Assert.DoesNotContain('\n', line);
        Assert.Equal(line, HostMessage.Parse(line)!.ToLine());
        Assert.Equal(BreakerState.Open, HostMessage.Parse(line)!.Result!.Turns[0].State);
        Assert.Null(HostMessage.Parse("info: something else"));
    }

    [Fact]
    public void At_every_phase_has_its_share_of_the_run()
    {
        var schedule = new PhaseSchedule(TimeSpan.FromSeconds(15));

        Assert.Equal(
            [Phase.Healthy, Phase.Healthy, Phase.Slow, Phase.Slow, Phase.Failing, Phase.Healthy],
            new[] { 0, 3.9, 4, 7.9, 8, 10 }.Select(at => schedule.At(TimeSpan.FromSeconds(at))));
    }

    private static GroupResult Result(IEnumerable<double> latencies) => new(new(), [.. latencies], []);
}
