using Failfast.Machine;

namespace Failfast.Tests.Machine;

public class BreakLengthsTests
{
    private static readonly BreakerSettings Growing = new()
    {
        BreakDuration = TimeSpan.FromSeconds(5),
        BreakDurationFactor = 2,
        BreakDurationJitter = 0,
        MaxBreakDuration = TimeSpan.FromSeconds(60),
    };

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(4, 60)]
    [InlineData(5, 60)]
    public void Next_grows_by_the_factor_up_to_the_cap(int breaksBefore, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BreakLengths.Next(Growing, breaksBefore, .5));

    [Theory]
    [InlineData(0, 4.5)]
    [InlineData(.25, 4.75)]
    [InlineData(.5, 5)]
    [InlineData(.75, 5.25)]
    public void Next_jitter_goes_either_way(double random, double seconds) => Assert.Equal(
        seconds, BreakLengths.Next(Growing with { BreakDurationJitter = .1 }, 0, random).TotalSeconds, 6);

    [Theory]
    [InlineData(0, 54)]
    [InlineData(.5, 60)]
    [InlineData(.999, 60)]
    public void Next_jitter_never_lifts_a_break_above_the_cap(double random, double seconds) => Assert.Equal(
        seconds, BreakLengths.Next(Growing with { BreakDurationJitter = .1 }, 10, random).TotalSeconds, 6);

    [Theory]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    public void Next_overflowing_length_is_the_maximum(int breaksBefore)
    {
        var steep = Growing with { BreakDurationFactor = 100, MaxBreakDuration = TimeSpan.FromDays(7), BreakDurationJitter = 1 };
        Assert.Equal(TimeSpan.FromDays(7), BreakLengths.Next(steep, breaksBefore, .5));
    }

    [Fact]
    public void Next_full_jitter_is_never_negative() => Assert.Equal(
        TimeSpan.Zero, BreakLengths.Next(Growing with { BreakDurationJitter = 1 }, 0, 0));

    [Fact]
    public void Next_factor_one_does_not_grow() => Assert.Equal(
        TimeSpan.FromSeconds(5), BreakLengths.Next(Growing with { BreakDurationFactor = 1 }, int.MaxValue, .5));

    [Theory]
    [InlineData(-1, 5, "tested")]
    [InlineData(4, 5, "tested")]
    [InlineData(29.2, 29.2, "tested; it asks for a pause of 30 s")]
    [InlineData(3_600, 60, "tested; it asks for a pause of 3600 s")]
    public void ToOpen_lasts_as_long_as_the_dependency_asks_for_up_to_the_longest_break(double asked, double length, string reason)
    {
        var now = TimeSpan.FromHours(1);
        var opened = MachineState.Initial.ToOpen(new Moment(now, .5, Growing, new(), RetryAt: now + TimeSpan.FromSeconds(asked)), "tested");

        Assert.Equal((length, reason), (opened.BreakLength.TotalSeconds, opened.Reason));
        Assert.Equal(now + opened.BreakLength, opened.OpenUntil);
    }

    [Fact]
    public void ToOpen_breaks_without_number_stay_positive()
    {
        var worn = new MachineState { State = BreakerState.HalfOpen, Breaks = int.MaxValue };
        var opened = worn.ToOpen(new Moment(default, .5, Growing, new()), "tested");

        Assert.Equal(int.MaxValue, opened.Breaks);
        Assert.Equal(TimeSpan.FromSeconds(60), opened.BreakLength);
    }
}
