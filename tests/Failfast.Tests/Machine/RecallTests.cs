using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>What a snapshot tells is what a new activation knows.</summary>
public class RecallTests
{
    private static readonly TimeSpan Elsewhere = TimeSpan.FromDays(300);
    private static readonly BreakerSettings Settings = Policy.Consecutive(1) with { BreakDurationFactor = 2, HalfOpenPermits = 2 };

    [Fact]
    public void State_keeps_the_remaining_break_and_the_number_of_breaks()
    {
        var breaker = new OneBreaker(Settings).Play("F +1s F ~2s +500ms");

        var recalled = Recall.State(Recall.Snapshot(breaker.State, default, breaker.Now), Elsewhere, Settings, new());

        Assert.Equal(BreakerState.Open, recalled.State);
        Assert.Equal(Elsewhere + TimeSpan.FromSeconds(1.5), recalled.OpenUntil);
        Assert.Equal((2, breaker.State.Generation, breaker.State.Reason), (recalled.Breaks, recalled.Generation, recalled.Reason));
    }

    [Fact]
    public void State_break_that_ended_meanwhile_is_half_open()
    {
        var breaker = new OneBreaker(Settings).Play("F +5s");
        var recalled = Recall.State(Recall.Snapshot(breaker.State, default, breaker.Now), Elsewhere, Settings, new());
        Assert.Equal(BreakerState.HalfOpen, recalled.Effective(Elsewhere));
    }

    [Fact]
    public void State_half_open_starts_with_every_permit_taken()
    {
        var breaker = new OneBreaker(Settings).Play("F +1s");
        breaker.Apply(new BreakerEvent.ProbeRequested(Guid.NewGuid()));
        var recalled = Recall.State(Recall.Snapshot(breaker.State, default, breaker.Now), Elsewhere, Settings, new());

        Assert.Null(Ask(recalled, Elsewhere));
        Assert.Null(Ask(recalled, Elsewhere + ProbeLeases.Length(Settings, new()) - new TimeSpan(1)));
        Assert.NotNull(Ask(recalled, Elsewhere + ProbeLeases.Length(Settings, new())));
    }

    [Theory]
    [InlineData(BreakerState.Isolated)]
    [InlineData(BreakerState.Disabled)]
    [InlineData(BreakerState.Closed)]
    public void State_other_states_come_back_as_they_were(BreakerState state)
    {
        var told = new GrainSnapshot { State = state, Generation = 7, Reason = "why" };
        var recalled = Recall.State(told, Elsewhere, Settings, new());
        Assert.Equal((state, 7L, "why"), (recalled.State, recalled.Generation, recalled.Reason!));
        Assert.Empty(recalled.Probes);
    }

    [Theory]
    [InlineData(-5, 10, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(4, 10, 4)]
    [InlineData(1e9, 10, 10)]   // a skewed clock can't lengthen a break
    public void Remaining_is_within_the_break(double remaining, double length, double expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected),
        Recall.End(
            new GrainSnapshot
            {
                State = BreakerState.Open,
                Remaining = TimeSpan.FromSeconds(remaining),
                BreakLength = TimeSpan.FromSeconds(length),
            },
            TimeSpan.Zero));

    [Fact]
    public void End_of_an_isolation_is_told_and_understood_and_one_without_end_stays_so()
    {
        Assert.Equal(TimeSpan.MaxValue, Recall.End(Told(TimeSpan.MaxValue), Elsewhere));
        Assert.Equal(Elsewhere + TimeSpan.FromSeconds(9), Recall.End(Told(TimeSpan.FromSeconds(9)), Elsewhere));
        Assert.InRange(Recall.End(Told(TimeSpan.FromSeconds(-9)), Elsewhere) - Elsewhere, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));

        static GrainSnapshot Told(TimeSpan until) => new()
        {
            State = BreakerState.Isolated,
            Remaining = Recall.Remaining(BreakerState.Isolated, until, TimeSpan.Zero),
        };
    }

    private static ProbeLease? Ask(MachineState state, TimeSpan now) => BreakerMachine.Apply(
        state, new BreakerEvent.ProbeRequested(Guid.NewGuid()), new Moment(now, .5, Settings, new())).Lease;
}
