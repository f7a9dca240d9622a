using Failfast.Tests.Protocol.Virtual;

namespace Failfast.Tests.Protocol;

/// <summary>A breaker that sees nothing says so, once.</summary>
public class BlindSpotTests
{
    private static readonly BreakerSettings Settings = new() { BreakDurationJitter = 0 };

    [Fact]
    public void Calls_given_up_for_a_sampling_duration_with_no_answer_are_told_once()
    {
        var (cluster, host) = Calling(Settings);
        cluster.Dependency = () => Answer.GivenUpIn(2);
        cluster.Pass(31);
        Assert.Equal(0, host.Blind);
        cluster.Pass(3);
        Assert.Equal(1, host.Blind);
        cluster.Pass(300);
        Assert.Equal((1, BreakerState.Closed), (host.Blind, cluster.State));
    }

    [Fact]
    public void Calls_of_which_one_succeeds_are_not()
    {
        var (cluster, host) = Calling(Settings);
        var count = 0;
        cluster.Dependency = () => ++count % 20 == 0 ? Answer.SuccessIn(.1) : Answer.GivenUpIn(2);
        cluster.Pass(200);
        Assert.Equal(0, host.Blind);
    }

    [Fact]
    public void Calls_of_which_one_fails_are_not()
    {
        var (cluster, host) = Calling(Settings with { ConsecutiveFailures = 0 });
        var count = 0;
        cluster.Dependency = () => ++count % 20 == 0 ? Answer.Failure : Answer.GivenUpIn(2);
        cluster.Pass(200);
        Assert.Equal(0, host.Blind);
    }

    [Fact]
    public void Call_that_alone_was_given_up_is_not()
    {
        var cluster = new VirtualCluster(Settings);
        var host = cluster.AddHost();
        host.Call(() => Answer.GivenUpIn(2));
        cluster.Pass(300);
        Assert.Equal(0, host.Blind);
    }

    [Fact]
    public void Calls_that_go_slow_before_they_are_given_up_open_the_breaker()
    {
        var (cluster, host) = Calling(Settings with { SlowCallDuration = TimeSpan.FromSeconds(1) });
        cluster.Dependency = () => Answer.GivenUpIn(2);
        Assert.True(cluster.PassUntil(BreakerState.Open, atMost: 10));
        cluster.Pass(300);
        Assert.Equal(0, host.Blind);
    }

    [Fact]
    public void Probes_given_up_while_the_breaker_is_open_are_seen_and_not_told()
    {
        var (cluster, host) = Calling(Settings);
        cluster.Dependency = () => Answer.Failure;
        Assert.True(cluster.PassUntil(BreakerState.Open, atMost: 10));
        cluster.Dependency = () => Answer.GivenUpIn(2);
        cluster.Pass(300);
        Assert.Equal(0, host.Blind);
    }

    private static (VirtualCluster Cluster, VirtualHost Host) Calling(BreakerSettings settings)
    {
        var cluster = new VirtualCluster(settings);
        var host = cluster.AddHost();
        host.CallEvery(1);
        cluster.Pass(3);
        return (cluster, host);
    }
}
