using Failfast.Demo;

namespace Failfast.Tests.Demo;

public sealed class BusyMachineTests
{
    private static readonly GroupResult s_nothing = new(new(), [], []);

    [Fact]
    public void Beat_in_time_loses_nothing_and_a_late_one_all_the_time_since_the_last()
    {
        var lag = new MachineLag();
        Assert.Equal(0, lag.Share);

        Beat(10, 20, 70);
        Assert.Equal(0, lag.Share);

        Beat(170, 200);
        Assert.Equal(0.5, lag.Share);

        void Beat(params int[] milliseconds)
        {
            foreach (var at in milliseconds)
                lag.Beat(TimeSpan.FromMilliseconds(at));
        }
    }

    [Fact]
    public void Warning_of_hosts_that_ran_in_time_is_none() =>
        Assert.Null(BusyMachine.Warning([Host(0), Host(DemoPlan.MostLag, new BreakerTurn(101, BreakerState.Open, null))], slowAt: 100));

    [Fact]
    public void Warning_of_one_host_that_was_kept_waiting_says_how_much() =>
        Assert.StartsWith(
            "This machine is too busy for these figures to mean anything: it kept the demo waiting for 7 % of the time.",
            BusyMachine.Warning([Host(0), Host(0.07)], slowAt: 100),
            StringComparison.Ordinal);

    [Fact]
    public void Warning_of_a_breaker_that_opened_on_a_healthy_service_says_so() =>
        Assert.Contains(
            "the healthy service looked slow",
            BusyMachine.Warning([Host(0, new BreakerTurn(99, BreakerState.Open, null))], slowAt: 100),
            StringComparison.Ordinal);

    [Fact]
    public void IsSteady_needs_every_request_of_both_groups_to_be_quick()
    {
        var quick = new GroupResult(new(), [20, 74], []);
        var slow = new GroupResult(new(), [20, 76], []);

        Assert.True(new HostResult(quick, quick, []).IsSteady);
        Assert.False(new HostResult(quick, slow, []).IsSteady);
        Assert.False(new HostResult(slow, quick, []).IsSteady);
    }

    private static HostResult Host(double lag, params BreakerTurn[] turns) => new(s_nothing, s_nothing, turns, lag);
}
