using Failfast.Protocol;
using Failfast.Tests.Protocol.Virtual;

namespace Failfast.Tests.Protocol;

/// <summary>How many messages go about.</summary>
public class QuietTests
{
    private static readonly BreakerSettings Settings = new() { BreakDurationJitter = 0 };
    private static readonly BreakerSettings NeverOpens = Settings with { ConsecutiveFailures = 0, FailureRatio = 0 };

    [Theory]
    [InlineData(1)]
    [InlineData(.001)]
    [InlineData(.00001)]
    public void Messages_healthy_are_one_per_host_and_second_whatever_the_rate(double interval)
    {
        var cluster = new VirtualCluster(Settings);
        for (var i = 0; i < 2; i++)
            cluster.AddHost(roundTrip: .002).CallEvery(interval);
        cluster.Pass(1.5);
        var before = cluster.Messages;
        cluster.Pass(3);
        Assert.InRange(cluster.Messages - before, 2 * 2, 2 * 3);
    }

    [Fact]
    public void Messages_idle_are_none()
    {
        var cluster = new VirtualCluster(Settings);
        for (var i = 0; i < 4; i++)
            cluster.AddHost(roundTrip: .002).Call();
        cluster.Pass(2);
        var before = cluster.Messages;
        Assert.NotEqual(0, before);
        cluster.Pass(600);
        Assert.Equal(before, cluster.Messages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(.001)]
    public void Messages_open_are_one_per_host_and_second_whatever_the_rate(double interval)
    {
        var cluster = new VirtualCluster(Settings with { BreakDuration = TimeSpan.FromMinutes(1) });
        for (var i = 0; i < 4; i++)
            cluster.AddHost(roundTrip: .002).CallEvery(interval, first: i * interval / 4);
        cluster.Pass(3);
        cluster.Dependency = () => Answer.Failure;
        Assert.True(cluster.PassUntil(BreakerState.Open, atMost: 10));
        cluster.Pass(1.5);
        var before = cluster.Messages;
        cluster.Pass(20);
        Assert.Equal(BreakerState.Open, cluster.State);
        Assert.InRange(cluster.Messages - before, 1, 4 * 20);
    }

    [Theory]
    [InlineData(.05)]
    [InlineData(1)]
    public void Messages_half_open_while_a_probe_runs_are_about_one_per_host_and_second(double interval)
    {
        var cluster = HalfOpen(interval, Answer.Never);
        var before = cluster.Messages;
        cluster.Pass(5);
        Assert.Equal(BreakerState.HalfOpen, cluster.State);
        Assert.InRange((cluster.Messages - before) / (4 * 5d), 0, 1.5);
    }

    [Theory]
    [InlineData(.05)]
    [InlineData(1)]
    public void Messages_half_open_whose_probes_are_ignored_are_no_pushes(double interval)
    {
        var cluster = HalfOpen(interval, new Answer(CallOutcome.Ignored, .02));
        var (pushes, messages) = (cluster.Pushes, cluster.Messages);
        cluster.Pass(5);
        Assert.Equal(BreakerState.HalfOpen, cluster.State);
        Assert.Equal(pushes, cluster.Pushes);
        var probes = cluster.Hosts.Sum(host => host.Calls.Count(call => call.IsProbe && call.At > cluster.Now - TimeSpan.FromSeconds(5)));
        // Each probe is recalled, offered, asked for and ended, and each host is heard each second.
        Assert.InRange(cluster.Messages - messages, 0, (4 * probes) + (1.5 * 4 * 5));
    }

    [Fact]
    public void Reports_of_a_host_that_fails_partly_are_at_most_twenty_a_second()
    {
        var (cluster, host) = Failing(share: 10, interval: .001);
        cluster.Pass(1);
        var before = host.Reports;
        cluster.Pass(10);
        Assert.InRange(host.Reports - before, 100, 201);
        Assert.InRange(host.Calls.Count(call => call.At > cluster.Now - TimeSpan.FromSeconds(10)), 9_990, 10_010);
    }

    [Fact]
    public void Messages_of_a_host_of_whose_calls_one_in_a_hundred_fails_are_at_most_twenty_a_second()
    {
        var (cluster, _) = Failing(share: 100, interval: .0001);
        cluster.Pass(1);
        var before = cluster.Messages;
        cluster.Pass(10);
        Assert.InRange(cluster.Messages - before, 100, 201);
    }

    [Fact]
    public void Reports_of_a_first_failure_go_at_once_and_of_the_next_within_a_twentieth_of_a_second()
    {
        var cluster = new VirtualCluster(NeverOpens);
        var host = cluster.AddHost();
        host.Call();
        cluster.Pass(5);
        host.Call(() => Answer.Failure);
        cluster.Pass(0);
        Assert.Equal(1, Failures(cluster));
        host.Call(() => Answer.Failure);
        cluster.Pass(.049);
        Assert.Equal(1, Failures(cluster));
        cluster.Pass(.001);
        Assert.Equal(2, Failures(cluster));
    }

    [Fact]
    public void Reports_of_an_own_trip_go_at_once()
    {
        var cluster = new VirtualCluster(Settings);
        var host = cluster.AddHost();
        host.Call();
        cluster.Pass(5);
        for (var i = 0; i < 5; i++)
        {
            host.Call(() => Answer.Failure);
            cluster.Pass(.001);
        }

        Assert.Equal(BreakerState.Open, cluster.State);
    }

    [Fact]
    public void Reports_of_a_trip_that_only_the_cluster_sees_come_at_most_a_twentieth_of_a_second_late()
    {
        var cluster = new VirtualCluster(Settings);
        var (one, other) = (cluster.AddHost(), cluster.AddHost());
        one.Call();
        other.Call();
        cluster.Pass(5);
        foreach (var host in new[] { one, other, one, other, one })
        {
            host.Call(() => Answer.Failure);
            cluster.Pass(.001);
        }

        Assert.Equal(BreakerState.Closed, cluster.State);
        cluster.Pass(.05);
        Assert.Equal(BreakerState.Open, cluster.State);
    }

    [Fact]
    public void ProbeRequests_of_a_host_that_is_called_no_more_come_once_a_second_and_hardly_longer_than_a_subscription()
    {
        var cluster = new VirtualCluster(Settings);
        var host = cluster.AddHost(roundTrip: .002);
        cluster.Open(host);
        cluster.Pass(4.9);
        host.Call();
        cluster.Pass(80);
        var asked = host.ProbeRequests;
        Assert.InRange(asked, 10, 80);

        cluster.Pass(20);

        Assert.Equal(asked, host.ProbeRequests);
        Assert.Equal((BreakerState.HalfOpen, 0), (cluster.State, cluster.Machine.Probes.Count(lease => lease.Deadline > cluster.Now)));
    }

    private static long Failures(VirtualCluster cluster) => cluster.Machine.Window.Total(cluster.Now, Settings.SamplingDuration).Failures;

    private static (VirtualCluster Cluster, VirtualHost Host) Failing(int share, double interval)
    {
        var cluster = new VirtualCluster(NeverOpens);
        var (host, count) = (cluster.AddHost(), 0);
        host.CallEvery(interval, dependency: () => ++count % share == 0 ? Answer.Failure : Answer.Success);
        return (cluster, host);
    }

    private static VirtualCluster HalfOpen(double interval, Answer probes)
    {
        var cluster = new VirtualCluster(Settings);
        for (var i = 0; i < 4; i++)
            cluster.AddHost(roundTrip: .002).CallEvery(interval, first: i * interval / 4);
        cluster.Pass(3);
        cluster.Dependency = () => probes;
        cluster.Open(cluster.Hosts[0]);
        cluster.Pass(5 + (2 * interval) + .2);
        Assert.Equal(BreakerState.HalfOpen, cluster.State);
        return cluster;
    }
}
