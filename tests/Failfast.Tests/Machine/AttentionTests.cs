using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>When a breaker needs attention.</summary>
public sealed class AttentionTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromMinutes(1);
    private static readonly BreakerSettings s_settings = new() { ConsecutiveFailures = 6, FailureRatio = .5, MinimumThroughput = 20 };

    [Theory]
    [InlineData(BreakerState.Closed, false, BreakerAttention.None)]
    [InlineData(BreakerState.Closed, true, BreakerAttention.StorageFailing)]
    [InlineData(BreakerState.Open, true, BreakerAttention.Open)]
    [InlineData(BreakerState.HalfOpen, false, BreakerAttention.HalfOpen)]
    [InlineData(BreakerState.Isolated, false, BreakerAttention.Isolated)]
    [InlineData(BreakerState.Disabled, false, BreakerAttention.Disabled)]
    public void Of_state_and_storage_is_the_worst(BreakerState state, bool storageFails, BreakerAttention expected) =>
        Assert.Equal(expected, Attention.Of(new MachineState { State = state, OpenUntil = s_now * 2 }, storageFails, s_now, s_settings));

    [Fact]
    public void Of_break_that_has_run_out_is_half_open_and_without_rules_disabled()
    {
        var over = new MachineState { State = BreakerState.Open, OpenUntil = s_now };
        Assert.Equal(BreakerAttention.HalfOpen, Attention.Of(over, false, s_now, s_settings));
        Assert.Equal(BreakerAttention.Disabled, Attention.Of(over, false, s_now, s_settings with { Enabled = false }));
    }

    [Theory]
    [InlineData(6, 2, 0, false)]
    [InlineData(6, 3, 0, true)]
    [InlineData(5, 3, 0, true)]
    [InlineData(5, 2, 0, false)]
    [InlineData(1, 1, 0, false)]
    [InlineData(0, 19, 0, false)] // too few calls for the ratio
    [InlineData(0, 5, 14, false)] // too few calls for the ratio
    [InlineData(0, 5, 15, true)] // a quarter, where half opens
    [InlineData(0, 5, 16, false)]
    public void IsNearTrip_is_halfway_to_a_rule(int threshold, int failures, int successes, bool expected)
    {
        var settings = s_settings with { ConsecutiveFailures = threshold };
        var state = Counted(settings, new CallCounts(0, failures, 0, failures, failures, failures), CallCounts.OfSuccesses(successes));
        Assert.Equal(expected, Attention.IsNearTrip(state, s_now, settings));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void IsNearTrip_is_halfway_to_the_ratio_of_slow_calls(int slow, bool expected)
    {
        var settings = s_settings with { SlowCallDuration = TimeSpan.FromSeconds(1), SlowCallRatio = .5, MinimumThroughput = 20 };
        var state = Counted(settings, new CallCounts(20 - slow, 0, slow, 0, 0, 0), default);
        Assert.Equal(expected, Attention.IsNearTrip(state, s_now, settings));
    }

    [Fact]
    public void IsNearTrip_is_over_when_the_last_failure_has_left_the_window()
    {
        var state = Counted(s_settings, new CallCounts(0, 5, 0, 5, 5, 5), default);
        Assert.True(Attention.IsNearTrip(state, s_now + s_settings.SamplingDuration - TimeSpan.FromTicks(1), s_settings));
        Assert.False(Attention.IsNearTrip(state, s_now + s_settings.SamplingDuration, s_settings));
    }

    private static MachineState Counted(BreakerSettings settings, params CallCounts[] calls)
    {
        var state = MachineState.Initial with { FailingHosts = MachineState.Initial.FailingHosts.Add(Guid.NewGuid(), s_now) };
        foreach (var counts in calls.Where(counts => !counts.IsEmpty))
        {
            var told = new AgedCounts(TimeSpan.Zero, counts, TimeSpan.Zero, TimeSpan.Zero);
            state = state with
            {
                Window = state.Window.Add(s_now, counts, s_now, settings.SamplingDuration),
                Failures = state.Failures.Add(told, s_now, settings.SamplingDuration, out _),
            };
        }

        return state;
    }
}
